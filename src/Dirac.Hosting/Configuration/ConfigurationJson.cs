using System.Buffers;
using System.Text.Json;
using Dirac.Model.Configuration;

namespace Dirac.Hosting.Configuration;

/// <summary>The configuration as clients see it: sections as objects, options as texts, nothing that is this machine's own or secret.</summary>
internal static class ConfigurationJson
{
    private static readonly string[] OwnSections = ["LocalInstallation", "LocalSite"];
    private static readonly string[] SecretEndings = ["Password", "Secret", "Token", "SecretKey", "AccessKey", "ApiKey"];

    public static byte[] Write(CfgSection root)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = CfgSection.MaxDepth + 2 }))
        {
            Write(writer, root, OwnSections);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, CfgSection section, string[] leaveOut)
    {
        writer.WriteStartObject();
        foreach (var (name, entry) in section.Entries)
        {
            if (entry is CfgSection inner && !leaveOut.Contains(name, StringComparer.Ordinal))
            {
                writer.WritePropertyName(name);
                Write(writer, inner, []);
            }
            else if (entry is CfgOption option && !IsSecret(name))
            {
                writer.WriteString(name, option.Value);
            }
        }

        writer.WriteEndObject();
    }

    private static bool IsSecret(string option) => SecretEndings.Any(ending => option.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
