namespace Dirac.Cli.Demo;

/// <summary>A job that must fail, with its exit code as the reason and the program's own words in its output.</summary>
internal sealed class FailingExample : IExample
{
    private const string Words = "run-4711.cal is missing";

    /// <inheritdoc/>
    public string Title => "A job that fails and says why";

    /// <inheritdoc/>
    public string File => "failing/calibrate.jdl";

    /// <inheritdoc/>
    public Task<Finding> CheckAsync(IReadOnlyList<DemoJob> jobs, string examples, CancellationToken cancellationToken) =>
        Task.FromResult(jobs is [var job] ? Judge(job.Row.Status, job.Row.Text("ApplicationStatus"), job.Read("std.err")) : new Finding(false, "there should be one job."));

    /// <summary>Judges how the job ended.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="applicationStatus">Its application status.</param>
    /// <param name="errors">Its standard error.</param>
    public static Finding Judge(string status, string applicationStatus, string errors)
    {
        if (status != "Failed") return new Finding(false, $"it should be Failed, but is {status}.");
        if (!applicationStatus.Contains("Exit code 3", StringComparison.OrdinalIgnoreCase)) return new Finding(false, $"its reason should be exit code 3, but is '{applicationStatus}'.");
        return errors.Contains(Words, StringComparison.Ordinal)
            ? new Finding(true, $"Failed, {applicationStatus}, as it should: \"{errors.Trim()}\"")
            : new Finding(false, "its own words did not come back in std.err.");
    }
}
