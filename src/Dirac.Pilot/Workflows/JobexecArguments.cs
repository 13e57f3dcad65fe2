using Dirac.Model.Errors;

namespace Dirac.Pilot.Workflows;

/// <summary>The command line of <c>dirac-pilot jobexec</c>: the pilot's part, and what the job gave to <c>dirac-jobexec</c>.</summary>
internal sealed record JobexecArguments
{
    /// <summary>The verb; not for people.</summary>
    internal const string Verb = "jobexec";

    private const string Advice = "The Python API makes the arguments: a jobDescription.xml, '-o NAME=VALUE', '-p NAME=VALUE', '--cfg FILE'.";

    /// <summary>Where to write application statuses; null for nowhere.</summary>
    public string? StatusFile { get; private init; }

    /// <summary>Directories in which a Python DIRAC may be.</summary>
    public IReadOnlyList<string> DiracDirectories { get; private init; } = [];

    /// <summary>Settings that tell a Python DIRAC where it runs, <c>/LocalSite/Site=NAME</c> each.</summary>
    public IReadOnlyList<string> Settings { get; private init; } = [];

    /// <summary>All that the job gave, for a Python DIRAC.</summary>
    public IReadOnlyList<string> Given { get; private init; } = [];

    /// <summary>The workflow's file.</summary>
    public string File { get; private init; } = "";

    /// <summary>Values given with <c>-p</c>.</summary>
    public IReadOnlyDictionary<string, string> Values { get; private init; } = new Dictionary<string, string>();

    /// <summary>Makes the pilot's part; what the job gave follows it.</summary>
    internal static IReadOnlyList<string> ForPilot(string statusFile, IEnumerable<string> diracDirectories, IEnumerable<string> settings) =>
    [
        "--status", statusFile,
        .. diracDirectories.SelectMany(directory => (string[])["--dirac", directory]),
        .. settings.SelectMany(setting => (string[])["--setting", setting]),
        "--",
    ];

    /// <summary>Reads a command line after the verb.</summary>
    /// <exception cref="DiracException">BadJobDescription: there is not exactly one workflow, an option is unknown or lacks its value.</exception>
    internal static JobexecArguments Parse(IReadOnlyList<string> arguments)
    {
        var read = new JobexecArguments();
        var i = 0;
        for (; i + 1 < arguments.Count && arguments[i] is "--status" or "--dirac" or "--setting"; i += 2)
        {
            read = arguments[i] switch
            {
                "--status" => read with { StatusFile = arguments[i + 1] },
                "--dirac" => read with { DiracDirectories = [.. read.DiracDirectories, arguments[i + 1]] },
                _ => read with { Settings = [.. read.Settings, arguments[i + 1]] },
            };
        }

        if (i < arguments.Count && arguments[i] == "--") i++;
        return ParseGiven(read with { Given = [.. arguments.Skip(i)] });
    }

    private static JobexecArguments ParseGiven(JobexecArguments read)
    {
        var files = new List<string>();
        var values = new Dictionary<string, string>();
        for (var i = 0; i < read.Given.Count; i++)
        {
            var word = read.Given[i];
            if (!word.StartsWith('-') || word == "-") files.Add(word);
            else if (word is "-d" or "-dd" or "-ddd" or "--debug") continue;
            else if (TakeOption(word, read.Given, ref i) is { } parameter) Add(values, parameter);
        }

        return files.Count == 1
            ? read with { File = files[0], Values = values }
            : throw Wrong(files.Count == 0 ? "The name of the workflow's file is missing." : $"There is more than one file: {string.Join(", ", files)}.");
    }

    // Settings of a Python DIRAC mean nothing here.
    private static string? TakeOption(string word, IReadOnlyList<string> all, ref int at)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        var isLong = word.StartsWith("--", StringComparison.Ordinal);
        var name = isLong ? (equals > 0 ? word[..equals] : word) : word[..2];
        if (name is not ("-p" or "--parameter" or "-o" or "--option" or "--cfg")) throw Wrong($"'{word}' is not an option.");
        string value;
        if (isLong && equals > 0) value = word[(equals + 1)..];
        else if (!isLong && word.Length > 2) value = word[2..];
        else value = ++at < all.Count ? all[at] : throw Wrong($"{word} needs a value.");
        return name is "-p" or "--parameter" ? value : null;
    }

    // compat: {"a", "b"} is a list, which travels as a;b.
    private static void Add(Dictionary<string, string> values, string parameter)
    {
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1) throw Wrong($"'-p {parameter}' has no value.");
        var value = parameter[(equals + 1)..].Trim();
        if (value.StartsWith('{'))
        {
            value = string.Join(';', value[1..^Math.Min(1, value.Length - 1)].Replace("\"", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Split(','));
        }

        values[parameter[..equals]] = value;
    }

    private static DiracException Wrong(string what) => new(ErrorCode.BadJobDescription, what, Advice);
}
