using Dirac.Cli.LegacyNames.Options;

namespace Dirac.Cli.LegacyNames;

/// <summary>The jobs that <c>--File</c> and <c>--JobGroup</c> stand for, in the order of the options.</summary>
internal static class LegacyJobChoice
{
    /// <summary>A file with numbers.</summary>
    public static LegacySwitch File { get; } = new("f", "File", "Jobs whose numbers stand in this file, between blanks or line ends");

    /// <summary>A job group.</summary>
    public static LegacySwitch JobGroup { get; } = new("g", "JobGroup", "Jobs of this group that changed in the last 30 days");

    /// <summary>Reads files and finds groups.</summary>
    /// <param name="call">The command line.</param>
    /// <param name="findAsync">Finds the jobs of a group.</param>
    public static async Task<List<string>> ReadAsync(LegacyCall call, Func<string, Task<IReadOnlyList<string>>> findAsync)
    {
        var jobs = new List<string>();
        foreach (var (name, value) in call.Line.Switches)
        {
            if (name == File.Long) jobs.AddRange(await ReadFileAsync(call.PathOf(value)));
            if (name == JobGroup.Long) jobs.AddRange(await findAsync(value));
        }

        return jobs;
    }

    // compat: a file that is not there is no error.
    private static async Task<string[]> ReadFileAsync(string path) =>
        System.IO.File.Exists(path) ? (await System.IO.File.ReadAllTextAsync(path)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : [];
}
