using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Dirac.Cli.Demo;

/// <summary>Eight jobs throw darts; their merged counts must give pi.</summary>
internal sealed partial class MonteCarloExample : IExample
{
    private const int Jobs = 8;
    private const double MostDeviations = 4;

    /// <inheritdoc/>
    public string Title => "Pi by throwing darts, 8 jobs merged";

    /// <inheritdoc/>
    public string File => "montecarlo/pi.jdl";

    /// <inheritdoc/>
    public async Task<Finding> CheckAsync(IReadOnlyList<DemoJob> jobs, string examples, CancellationToken cancellationToken)
    {
        if (jobs.Count != Jobs || jobs.Any(job => job.Row.Status != "Done")) return new Finding(false, $"{Jobs} jobs should be Done.");
        var folder = Path.GetDirectoryName(jobs[0].Folder)!;
        return Judge(await MergeAsync(Path.Combine(examples, "montecarlo", "merge.sh"), folder, cancellationToken));
    }

    /// <summary>Judges the line that the merge prints.</summary>
    /// <param name="merged">The line.</param>
    public static Finding Judge(string merged)
    {
        var match = Merged().Match(merged);
        if (!match.Success) return new Finding(false, $"the merge printed '{merged.Trim()}' and no estimate.");
        var (estimate, error) = (Number(match, "pi"), Number(match, "error"));
        return match.Groups["jobs"].Value == $"{Jobs}" && error > 0 && Math.Abs(estimate - Math.PI) < MostDeviations * error
            ? new Finding(true, merged.Trim())
            : new Finding(false, $"{merged.Trim()}, which is not pi from {Jobs} jobs.");
    }

    private static async Task<string> MergeAsync(string script, string folder, CancellationToken cancellationToken)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", [script, folder]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (shell.StandardOutput.ReadToEndAsync(cancellationToken), shell.StandardError.ReadToEndAsync(cancellationToken));
        await shell.WaitForExitAsync(cancellationToken);
        return await output + await errors;
    }

    private static double Number(Match match, string group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^pi = (?<pi>\d\.\d+) \+- (?<error>\d\.\d+) from (?<jobs>\d+) jobs", RegexOptions.ExplicitCapture)]
    private static partial Regex Merged();
}
