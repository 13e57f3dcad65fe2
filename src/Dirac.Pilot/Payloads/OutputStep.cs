using Dirac.Client.Http;
using Dirac.Client.Sandboxes;
using Dirac.Model.Errors;
using Dirac.Model.Jdl;
using Dirac.Model.Jobs;
using Dirac.Model.Text;
using Dirac.Pilot.Attempts;
using Dirac.Pilot.Reports;

namespace Dirac.Pilot.Payloads;

/// <summary>The wrapper's last step: brings the job's output files away.</summary>
/// <param name="attempt">The attempt.</param>
/// <param name="job">Names the files.</param>
/// <param name="node">Where it runs.</param>
/// <param name="reporter">Tells the server.</param>
internal sealed class OutputStep(Attempt attempt, JobDescription job, WorkerNode node, AttemptReporter reporter)
{
    /// <summary>Minor status when the output files are too large to be brought back.</summary>
    internal const string TooLarge = "Output sandbox is too large";

    /// <summary>Packs and uploads the files.</summary>
    /// <param name="end">How the attempt ends if nothing goes wrong here.</param>
    /// <param name="directory">Where the files are.</param>
    /// <returns>How it ends.</returns>
    internal async Task<AttemptEnd> RunAsync(AttemptEnd.Finished end, JobDirectory directory)
    {
        if (job.OutputSandbox.Count == 0) return end;
        reporter.Status(minor: MinorStatuses.UploadingOutputSandbox);
        try
        {
            return await StoreAsync(end, directory);
        }
        catch (IOException error) when (end.Status == JobStatus.Failed)
        {
            // Why it failed counts; a disk that the payload has filled takes no archive either.
            reporter.Status(parameters: new Dictionary<string, string> { ["OutputSandboxMissing"] = error.Message });
            return end;
        }
        catch (Exception error) when (error is ApiException or DiracException)
        {
            return new AttemptEnd.Finished(JobStatus.Failed, MinorStatuses.UploadingOutputSandbox, error.Message);
        }
    }

    private async Task<AttemptEnd> StoreAsync(AttemptEnd.Finished end, JobDirectory directory)
    {
        var files = SandboxFiles.Find(directory.Path, job.OutputSandbox.Where(name => directory.Inside(name) is not null));
        var missing = files.Missing.Concat(job.OutputSandbox.Where(name => directory.Inside(name) is null)).ToList();
        if (missing.Count > 0) reporter.Status(parameters: new Dictionary<string, string> { ["OutputSandboxMissing"] = string.Join(", ", missing) });
        if (files.Files.Count == 0) return end;
        if (files.TotalBytes > node.Options.MaxOutputSandboxBytes)
        {
            return new AttemptEnd.Finished(
                JobStatus.Failed, TooLarge, $"{files.TotalBytes} bytes in {Numbers.Of(files.Files.Count, "file")}, {node.Options.MaxOutputSandboxBytes} are allowed");
        }

        // A payload that was ended by the watchdog has output too.
        var ending = attempt.StopReason is AttemptStop.OverLimit ? attempt.Killing : attempt.Stopping;
        var sandbox = await node.Sandboxes.StoreAsync(attempt.Key.JobId, files, directory, ending);
        reporter.Status(minor: MinorStatuses.OutputSandboxUploaded);
        return end with { OutputSandbox = sandbox };
    }
}
