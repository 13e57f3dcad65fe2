using System.Globalization;
using Dirac.Model.Api;
using Dirac.Model.Jobs;
using Dirac.Workload.Attempts;
using Dirac.Workload.Jobs;

namespace Dirac.Workload.Explaining;

/// <summary>Says how a job failed, from what its attempts left behind. Pure.</summary>
internal static class FailureWords
{
    private const int MostLines = 10;
    private const int ShellOffset = 128;
    private const string ExitCode = "Exit code ";
    private const string Signal = "Killed by signal ";
    private const string MemoryExceeded = "Job has exceeded its memory";

    private static readonly string[] OutputParameters = ["ApplicationError", "Error Message", "StandardOutput"];

    private static readonly Dictionary<int, string> Signals = new()
    {
        [1] = "SIGHUP", [2] = "SIGINT", [3] = "SIGQUIT", [4] = "SIGILL", [6] = "SIGABRT", [7] = "SIGBUS", [8] = "SIGFPE", [9] = "SIGKILL", [11] = "SIGSEGV",
        [13] = "SIGPIPE", [14] = "SIGALRM", [15] = "SIGTERM", [24] = "SIGXCPU", [25] = "SIGXFSZ", [31] = "SIGSYS",
    };

    private static readonly Dictionary<string, (string Limit, string Advice)> Limits = new()
    {
        [MinorStatuses.CpuLimitReached] = ("CPU time", "Ask for more CPUTime, or give the job less to do"),
        [MinorStatuses.WallClockExceeded] = ("wall clock time", "Give the job less to do, or split it"),
        [MinorStatuses.InsufficientDisk] = ("disk space", "Write less into the job's directory, or remove files while it runs"),
        [MemoryExceeded] = ("memory", "Ask for more memory (MaxRAM), or use less"),
        [MinorStatuses.WatchdogStalled] = ("time without CPU use", "See what it waited for; jobs that wait on purpose need DisableCPUCheck"),
    };

    // What a job's description or program cannot bring about.
    private static readonly string[] NotTheUsers =
    [
        MinorStatuses.StalledPilotNotRunning, MinorStatuses.FailedDownloadingInputSandbox, MinorStatuses.InsufficientDisk, MinorStatuses.UploadingOutputSandbox,
        MinorStatuses.ExceptionDuringExecution, "Stalling for more than",
    ];

    public static JobFailure Of(JobRow job, IReadOnlyDictionary<string, string> parameters, IReadOnlyList<AttemptRow> attempts)
    {
        var last = attempts.Count > 0 ? attempts[^1] : null;
        var exit = Number(job.ApplicationStatus, ExitCode);
        var signal = Number(job.ApplicationStatus, Signal) ?? (exit > ShellOffset && Signals.ContainsKey(exit.Value - ShellOffset) ? exit - ShellOffset : null);
        return new JobFailure
        {
            Infrastructure = IsInfrastructure(job, last),
            ExitCode = exit,
            Signal = signal,
            SignalName = signal is { } number ? Signals.GetValueOrDefault(number, $"signal {number}") : null,
            Limit = Limits.TryGetValue(job.MinorStatus, out var limit) ? limit.Limit : null,
            Site = last?.Site,
            Host = last is { Host.Length: > 0 } ? last.Host : parameters.GetValueOrDefault("HostName"),
            Remark = last is { Outcome: AttemptOutcome.Finished, Reason.Length: > 0 } ? last.Reason : null,
            Pilot = last?.PilotStamp ?? parameters.GetValueOrDefault("Pilot_Reference"),
            Attempts = attempts.Count,
            RunAgain = $"It is not run again by itself; 'dirac job reschedule {job.JobID}' runs it again.",
            LastLines = LastLines(parameters),
        };
    }

    /// <summary>The failure in a sentence or two.</summary>
    public static string Summary(JobRow job, JobFailure failure)
    {
        var where = string.Join(", ", new[] { failure.Site, failure.Host is { } host ? $"node {host}" : null, failure.Pilot is { } pilot ? $"pilot {pilot}" : null }.OfType<string>());
        var tries = failure.Attempts > 1 ? $" It was tried {failure.Attempts} times." : "";
        var blame = failure.Infrastructure ? " This was not the job's own failure." : "";
        return $"{What(job, failure)}{(where.Length > 0 ? $" ({where})" : "")}.{tries}{blame}{(failure.Remark is { } remark ? $" {remark.TrimEnd('.')}." : "")}";
    }

    public static IReadOnlyList<string> Advice(JobRow job, JobFailure failure)
    {
        var advice = new List<string>();
        if (Limits.TryGetValue(job.MinorStatus, out var limit)) advice.Add($"{limit.Advice}.");
        else if (failure.Infrastructure) advice.Add(failure.RunAgain);
        else if (job.MinorStatus == MinorStatuses.ApplicationNotFound) advice.Add("Check Executable: it must be in the InputSandbox, or a full path that exists on the node.");
        else if (failure.SignalName == "SIGKILL") advice.Add("SIGKILL often means that the node ran out of memory: ask for more with MaxRAM.");
        else if (failure.SignalName == "SIGSEGV") advice.Add("The program crashed: run it with the same input on your own machine.");
        else if (job.MinorStatus.EndsWith(" optimizer", StringComparison.Ordinal)) advice.Add("Mend the description and submit it again.");
        if (failure.Attempts > 0) advice.Add($"'dirac job output {job.JobID}' fetches what it wrote, 'dirac job log {job.JobID}' shows its history.");
        if (!failure.Infrastructure) advice.Add($"{failure.RunAgain} As long as nothing else changes it will fail again.");
        return advice;
    }

    private static string What(JobRow job, JobFailure failure) => failure switch
    {
        { Limit: { } limit } => $"It was ended because it used too much {limit}: {job.MinorStatus}",
        { ExitCode: { } exit, SignalName: { } name } => $"The program ended with exit code {exit}, as a shell does when its command was killed by {name}",
        { ExitCode: { } exit } => $"The program ended with exit code {exit}",
        { SignalName: { } name, Signal: { } signal } => $"The program was killed by {name} (signal {signal})",
        _ => job.ApplicationStatus is null or "Unknown" or "" ? job.MinorStatus : $"{job.MinorStatus}: {job.ApplicationStatus}",
    };

    private static bool IsInfrastructure(JobRow job, AttemptRow? last) =>
        last?.Fault is AttemptFault.Node or AttemptFault.Pilot
        || NotTheUsers.Any(minor => job.MinorStatus.StartsWith(minor, StringComparison.Ordinal))
        || (job.MinorStatus == MinorStatuses.MaximumOfReschedulings && last?.Outcome is AttemptOutcome.Infrastructure or AttemptOutcome.Expired);

    private static string[] LastLines(IReadOnlyDictionary<string, string> parameters)
    {
        var said = OutputParameters.Select(name => parameters.GetValueOrDefault(name)).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
        return said is null ? [] : [.. said.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0).TakeLast(MostLines)];
    }

    private static int? Number(string? text, string start) =>
        text is not null && text.StartsWith(start, StringComparison.Ordinal) && int.TryParse(text.AsSpan(start.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
