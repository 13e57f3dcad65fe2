using System.Text;

namespace Dirac.Cli.LegacyNames.Jdl;

/// <summary>Attributes that a script carries in lines <c>#JDL name = value</c>.</summary>
internal static class JdlDirectives
{
    private const string Mark = "#JDL ";
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads those of a file; a program that is no text has none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<IReadOnlyList<(string Name, string Value)>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return Of(await File.ReadAllTextAsync(path, Strict, cancellationToken));
        }
        catch (DecoderFallbackException)
        {
            return [];
        }
    }

    /// <summary>Finds those of a text.</summary>
    /// <param name="text">The script.</param>
    /// <exception cref="LegacyCrashException">A line has no value.</exception>
    public static IReadOnlyList<(string Name, string Value)> Of(string text) =>
        [.. text.Split('\n').Where(line => line.StartsWith(Mark, StringComparison.Ordinal)).Select(line => Read(line[Mark.Length..]))];

    private static (string Name, string Value) Read(string line) => line.Split('=', 2) is [var name, var value]
        ? (name.Trim(), value.Trim())
        : throw new LegacyCrashException($"'{Mark}{line}' has no value.");
}
