using Dirac.Cli.LegacyNames.Options;

namespace Dirac.Cli.LegacyNames.Jdl;

/// <summary>The options of dsub that become attributes of the description, as they are written or as lists.</summary>
internal static class SubOptions
{
    private static readonly LegacySwitch[] Plain =
    [
        new("N", "JobName", "Name of the job"),
        new("E", "StdError", "File for what the job writes to standard error"),
        new("O", "StdOutput", "File for what the job writes to standard output"),
    ];

    private static readonly LegacySwitch[] Lists =
    [
        new("", "OutputSandbox", "Files to bring back, separated by commas"),
        new("", "InputSandbox", "Files to send along, separated by commas"),
        new("", "OutputData", "Files to keep on the grid, separated by commas"),
    ];

    private static readonly LegacySwitch[] PlainLater =
    [
        new("", "OutputPath", "Where on the grid to keep them"),
        new("", "OutputSE", "On which storage element"),
        new("", "CPUTime", "CPU time in seconds"),
    ];

    private static readonly LegacySwitch[] ListsLater =
    [
        new("", "Site", "Sites where it may run, separated by commas"),
        new("", "BannedSite", "Sites where it must not run, separated by commas"),
        new("", "Platform", "Platforms, separated by commas"),
    ];

    private static readonly LegacySwitch[] PlainLast = [new("", "Priority", "Priority"), new("", "JobGroup", "Job group")];

    /// <summary>Files on the grid that the job reads.</summary>
    public static LegacySwitch InputData { get; } = new("", "InputData", "Files on the grid that the job reads, separated by commas");

    /// <summary>All of them, in the order of DIRAC's help.</summary>
    public static IEnumerable<LegacySwitch> All => [.. Plain, .. Lists, InputData, .. PlainLater, .. ListsLater, .. PlainLast];

    /// <summary>Writes the given options over what a description says.</summary>
    /// <param name="ad">The description.</param>
    /// <param name="line">The command line.</param>
    /// <param name="home">Where relative names of InputData start.</param>
    public static void Apply(LightAd ad, LegacyLine line, string home)
    {
        foreach (var option in Plain.Concat(PlainLater).Concat(PlainLast))
        {
            if (line.Value(option.Long) is { } value) ad.Set(option.Long, value);
        }

        foreach (var option in Lists.Concat(ListsLater))
        {
            if (line.Value(option.Long) is { } value) ad.Set(option.Long, value is "" or ['{', ..] ? value : $"{{{value}}}");
        }

        if (line.Value(InputData.Long) is { Length: > 0 } data) ad.Set(InputData.Long, $"{{{string.Join(',', data.Trim('{', '}').Split(',').Select(name => Absolute(name, home)))}}}");
    }

    private static string Absolute(string name, string home)
    {
        var parts = new List<string>();
        foreach (var part in (name.StartsWith('/') ? name : $"{home}/{name}").Split('/'))
        {
            if (part is "" or ".") continue;
            if (part != "..") parts.Add(part);
            else if (parts.Count > 0) parts.RemoveAt(parts.Count - 1);
        }

        return $"/{string.Join('/', parts)}";
    }
}
