using Dirac.Model.Errors;
using Dirac.Model.Jdl;
using Dirac.Model.Jobs;
using Dirac.Pilot.Attempts;
using Dirac.Pilot.Containers;
using Dirac.Pilot.Matching;
using Dirac.Pilot.Reports;
using Dirac.Pilot.Supervision;
using Dirac.Pilot.Workflows;

namespace Dirac.Pilot.Payloads;

/// <summary>Carries one attempt through its steps: input sandbox, payload, output sandbox.</summary>
/// <param name="attempt">The attempt.</param>
/// <param name="job">What is to run.</param>
/// <param name="share">What the job was given.</param>
/// <param name="node">Where it runs.</param>
/// <param name="reporter">Tells the server.</param>
internal sealed class JobWrapper(Attempt attempt, JobDescription job, SlotShare share, WorkerNode node, AttemptReporter reporter)
{
    /// <summary>How many of the last lines of standard error tell why a payload failed.</summary>
    private const int ErrorLines = 3;

    /// <summary>Exit code of a payload or wrapper that asks to be run elsewhere: DIRAC's EWMSRESC, modulo 256.</summary>
    internal const int RescheduleExitCode = 222;

    /// <summary>Told when the payload's credentials cannot be renewed.</summary>
    internal Action<string> OnCredentialTrouble { get; init; } = _ => { };

    /// <summary>Runs the attempt to its end and reports it.</summary>
    /// <returns>What could not be cleaned up after it, in words; null when everything was.</returns>
    internal async Task<string?> RunAsync()
    {
        AttemptEnd end;
        JobDirectory? directory = null;
        try
        {
            directory = new JobDirectory(node.Options.WorkDirectory, $"{attempt.Key.JobId}.{attempt.Key.Attempt}");
            end = await RunStepsAsync(directory);
        }
        catch (OperationCanceledException) when (attempt.Stopping.IsCancellationRequested)
        {
            end = EndOf(attempt.StopReason!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DiracException)
        {
            end = new AttemptEnd.Infrastructure(error.Message);
        }

        // Reported first: a directory that cannot be deleted does not undo what the attempt did.
        Report(end);
        return directory?.TryDelete();
    }

    private async Task<AttemptEnd> RunStepsAsync(JobDirectory directory)
    {
        reporter.Status(JobStatus.Running, MinorStatuses.JobInitialization, parameters: Facts());
        if (await FetchInputsAsync(directory) is { } failure) return failure;
        await using var credentials = await CredentialFiles.PlaceAsync(node.Credentials, attempt, directory, node.Clock, OnCredentialTrouble);
        using var workflow = WorkflowReports.For(job, directory, reporter, node.Clock);
        if (job.ContainerImage is not null && ContainerEngines.For(job, node.Survey.Engines) is null)
        {
            return new AttemptEnd.Infrastructure("The job wants a container, and this node has no program for it", AttemptEnd.Infrastructure.Pilot);
        }

        var plan = new PayloadPlan(job, attempt.Key, directory, node.Options, node.Survey) { Workflow = workflow?.Command(node), Credentials = credentials.Environment };
        if (plan.Make(share) is not { } spec)
        {
            return new AttemptEnd.Finished(JobStatus.Failed, MinorStatuses.ApplicationNotFound, $"There is no program '{job.Executable}'");
        }

        var ended = await RunPayloadAsync(spec, directory, workflow);
        if (attempt.StopReason is not null) await plan.RemoveContainerAsync();
        return ended switch
        {
            AttemptEnd.Finished finished when attempt.StopReason is not AttemptStop.Killed => await new OutputStep(attempt, job, node, reporter).RunAsync(finished, directory),
            var end => end,
        };
    }

    private Dictionary<string, string> Facts() => new()
    {
        ["Pilot_Reference"] = node.Options.Stamp,
        ["HostName"] = Environment.MachineName,
        ["CPUNormalizationFactor"] = $"{node.CpuPower:0.00}",
        ["PilotAgent"] = "dirac-pilot",
        ["JobType"] = job.JobType,
        ["JobWrapperPID"] = $"{Environment.ProcessId}",
    };

    // Plain names are inside one of the archives.
    private async Task<AttemptEnd?> FetchInputsAsync(JobDirectory directory)
    {
        if (job.InputSandbox.FirstOrDefault(name => name.StartsWith("LFN:", StringComparison.Ordinal)) is { } lfn)
        {
            return new AttemptEnd.Finished(JobStatus.Failed, MinorStatuses.FailedDownloadingInputSandboxLfn, $"{lfn}: files by logical name cannot be fetched here");
        }

        var archives = job.InputSandbox.Where(name => name.StartsWith("SB:", StringComparison.Ordinal)).ToList();
        if (archives.Count > 0) reporter.Status(minor: MinorStatuses.DownloadingInputSandbox);
        foreach (var archive in archives)
        {
            if (await node.Sandboxes.FetchAsync(archive, directory, attempt.Stopping) is { } problem)
            {
                return new AttemptEnd.Infrastructure($"{MinorStatuses.FailedDownloadingInputSandbox}: {problem}");
            }
        }

        return null;
    }

    private async Task<AttemptEnd> RunPayloadAsync(PayloadSpec spec, JobDirectory directory, WorkflowReports? workflow)
    {
        attempt.Stopping.ThrowIfCancellationRequested();
        var run = new PayloadRun(attempt, new Watchdog(node.Options.Limits, job, share.Processors, node.CpuPower), share.Processors, node) { OnLook = () => workflow?.Deliver() };
        var outcome = await run.RunAsync(spec, directory, pid => reporter.Status(
            minor: MinorStatuses.Application,
            application: workflow is null ? $"Executing {Path.GetFileName(job.Executable)}" : null,
            parameters: new Dictionary<string, string> { ["PayloadPID"] = $"{pid}" }));
        workflow?.Deliver();
        if (attempt.StopReason is { } stop)
        {
            if (stop is AttemptStop.OverLimit) ReportUsage(outcome, run.WallClock);
            return EndOf(stop);
        }

        return outcome switch
        {
            null => new AttemptEnd.Infrastructure("The supervisor of the payload died"),
            { Event: SupervisorEvent.NotStarted } failed => new AttemptEnd.Finished(
                JobStatus.Failed, MinorStatuses.ApplicationNotFound, $"'{job.Executable}' cannot be started: {SystemError(failed.Value)}"),
            { Event: SupervisorEvent.Exited, Value: RescheduleExitCode } => new AttemptEnd.Infrastructure("The payload asked to be run elsewhere", AttemptEnd.Infrastructure.Payload),
            { } ended => Judge(ended, run.WallClock, spec, workflow),
        };
    }

    private AttemptEnd.Finished Judge(SupervisorMessage ended, TimeSpan wallClock, PayloadSpec spec, WorkflowReports? workflow)
    {
        var succeeded = ended is { Event: SupervisorEvent.Exited, Value: 0 };
        var minor = succeeded ? MinorStatuses.ApplicationFinishedSuccessfully : MinorStatuses.ApplicationFinishedWithErrors;
        var application = Words(ended);
        var usage = Usage(ended, wallClock);
        if (!succeeded) usage["ApplicationError"] = OutputTail.Read(spec.StandardError, ErrorLines) is { Length: > 0 } said ? said : workflow?.LastStatus ?? application;
        // A workflow says more than its exit code does: what it reported last stays.
        var kept = workflow?.LastStatus is null ? application : null;
        reporter.Status(JobStatus.Completing, minor, kept, usage);
        return succeeded
            ? new AttemptEnd.Finished(JobStatus.Done, MinorStatuses.ExecutionComplete)
            : new AttemptEnd.Finished(JobStatus.Failed, minor, kept);
    }

    private string Words(SupervisorMessage ended)
    {
        if (ended.Event != SupervisorEvent.Exited) return $"Killed by signal {ended.Value}";
        return job.ContainerImage is not null && ContainerEngines.For(job, node.Survey.Engines) is { } engine && engine.IsOwnFailure(ended.Value)
            ? $"Exit code {ended.Value}, with which {engine.Tag} says that it could not make the container"
            : $"Exit code {ended.Value}";
    }

    private void ReportUsage(SupervisorMessage? ended, TimeSpan wallClock)
    {
        if (ended is { } known) reporter.Status(JobStatus.Completing, MinorStatuses.ApplicationFinishedWithErrors, parameters: Usage(known, wallClock));
    }

    private Dictionary<string, string> Usage(SupervisorMessage ended, TimeSpan wallClock) => new()
    {
        ["TotalCPUTime(s)"] = $"{ended.CpuTime.TotalSeconds:0.00}",
        ["NormCPUTime(s)"] = $"{ended.CpuTime.TotalSeconds * node.CpuPower:0.00}",
        ["WallClockTime(s)"] = $"{wallClock.TotalSeconds:0.00}",
        ["MemoryUsed(MB)"] = $"{ended.MaxResidentKilobytes / 1024.0:0.0}",
    };

    private static AttemptEnd EndOf(AttemptStop stop) => stop switch
    {
        AttemptStop.Killed => new AttemptEnd.Finished(JobStatus.Killed, MinorStatuses.ReceivedKillSignal),
        AttemptStop.OverLimit limit => new AttemptEnd.Finished(JobStatus.Failed, limit.MinorStatus, limit.Detail),
        AttemptStop.Drained => new AttemptEnd.Infrastructure("The pilot had to end while the payload ran", AttemptEnd.Infrastructure.Pilot),
        AttemptStop.LeaseLost => new AttemptEnd.Infrastructure("The lease ran out: the server could not be reached in time", AttemptEnd.Infrastructure.Pilot),
        // Refused as a report, but it tells the server that the next attempt may start.
        _ => new AttemptEnd.Infrastructure("The attempt was superseded; its payload is gone", AttemptEnd.Infrastructure.Pilot),
    };

    private void Report(AttemptEnd end)
    {
        switch (end)
        {
            case AttemptEnd.Finished finished:
                reporter.Finished(finished.Status, finished.MinorStatus, finished.ApplicationStatus, finished.OutputSandbox);
                break;
            case AttemptEnd.Infrastructure failure:
                reporter.Infrastructure(failure.Reason, failure.Fault);
                break;
        }
    }

    private static string SystemError(int number) => System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(number);
}
