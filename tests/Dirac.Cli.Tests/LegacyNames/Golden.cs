using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Dirac.Cli.Tests.LegacyNames;

/// <summary>Command lines, and what DIRAC did with them; how they were captured is told in <c>Golden/README.md</c>.</summary>
internal sealed partial class Golden
{
    private static readonly Dictionary<string, string> Blocks = ReadBlocks();

    private Golden(JsonNode node)
    {
        Name = node["name"]!.GetValue<string>();
        Args = [.. node["argv"]!.AsArray().Select(word => word!.GetValue<string>())];
        Files = node["files"]?.AsObject().ToDictionary(file => file.Key, file => file.Value!.GetValue<string>()) ?? [];
        Conf = node["conf"]?.GetValue<string>();
        Down = node["down"]?.GetValue<bool>() ?? false;
        ShowsJdl = node["jdl"]?.GetValue<bool>() ?? false;
    }

    public static IReadOnlyDictionary<string, Golden> All { get; } =
        JsonNode.Parse(File.ReadAllText(PathOf("cases.json")))!.AsArray().Select(node => new Golden(node!)).ToDictionary(golden => golden.Name);

    public string Name { get; }

    public IReadOnlyList<string> Args { get; }

    /// <summary>Files in the working directory.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    public string? Conf { get; }

    /// <summary>Whether no server answers.</summary>
    public bool Down { get; }

    public bool ShowsJdl { get; }

    /// <summary>Exit code, output and files.</summary>
    public string Expected => Blocks[Name].Split("-- jdl\n")[0];

    /// <summary>The descriptions that were submitted.</summary>
    public IReadOnlyList<string> Jdl => Blocks[Name].Split("-- jdl\n") is [_, var jdl] ? jdl.Split("----\n", StringSplitOptions.RemoveEmptyEntries) : [];

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "LegacyNames", "Golden", name);

    /// <summary>What is compared of an output: without the sentences of help texts, as in the files.</summary>
    public static string Bare(string output)
    {
        var text = Causes().Replace(output, "$1 …");
        if (text.Split("\nUsage:\n", 2) is not [var head, var rest]) return text;
        var lines = rest.TrimEnd('\n').Split('\n');
        var arguments = Array.IndexOf(lines, "Arguments:");
        var bare = lines.Select((line, i) => arguments >= 0 && i > arguments ? Argument().Replace(line, "$1…") : Option().Replace(line, "$1…"));
        return $"{string.Join('\n', head.Split('\n').TakeWhile(line => line.Length > 0))}\n…\nUsage:\n{string.Join('\n', bare)}\n";
    }

    private static Dictionary<string, string> ReadBlocks() => Directory.EnumerateFiles(PathOf("."), "*.txt")
        .SelectMany(file => File.ReadAllText(file).Split("#### ", StringSplitOptions.RemoveEmptyEntries))
        .Select(block => block.Split('\n', 2))
        .ToDictionary(parts => parts[0][..parts[0].IndexOf(':', StringComparison.Ordinal)], parts => parts[1]);

    [GeneratedRegex(@"^(  -.{3}--.*? : ).*", RegexOptions.CultureInvariant)]
    private static partial Regex Option();

    [GeneratedRegex(@"^(  \S+:\s+).*", RegexOptions.CultureInvariant)]
    private static partial Regex Argument();

    [GeneratedRegex(@"(No Output sandbox found for job \d+\.).*", RegexOptions.CultureInvariant)]
    private static partial Regex Causes();
}
