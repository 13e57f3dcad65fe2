namespace Dirac.Model.Jobs;

/// <summary>How reports about a job, some of them late, change its row and its history. Pure and thread-safe.</summary>
public static class JobStatusRules
{
    private const int MaxMinorLength = 128;
    private const int MaxApplicationLength = 255;
    private const int MaxSourceLength = 32;
    private const string RefusedMark = "(SM)";

    /// <summary>Decides what <paramref name="updates"/> do to a job.</summary>
    /// <param name="current">The row now.</param>
    /// <param name="lastLoggedOrder">Largest order value in the job's history, see <see cref="LoggingHistory.OrderOf"/>.</param>
    /// <param name="updates">The reports, in any order.</param>
    /// <param name="force">Whether the state machine is not asked.</param>
    /// <param name="utcNow">The server's time, which DIRAC stores as start and end of execution.</param>
    /// <remarks>
    /// Reports older than the newest logged one only enter the history. Any newer report from a Stalled job, even one
    /// without a status, brings it back to Running, because the machine sees Stalled as Running.
    /// A status the machine refuses is logged as the one kept, with <c>(SM)</c> after the source.
    /// </remarks>
    public static StatusDecision Apply(
        JobState current, double lastLoggedOrder, IReadOnlyList<TimedUpdate> updates, bool force, DateTime utcNow)
    {
        var ordered = updates.OrderBy(update => update.Time).ToList();
        var state = current;
        var changed = false;
        DateTime? heartBeat = null;
        var rows = new List<LogRow>(ordered.Count);
        foreach (var update in ordered)
        {
            var step = update;
            if (LoggingHistory.OrderOf(update.Time) >= lastLoggedOrder)
            {
                changed = true;
                (state, step) = Step(state, update, force, utcNow);
            }

            rows.Add(RowOf(step));
            heartBeat = ComesFromTheJob(update) ? update.Time : heartBeat;
        }

        return new StatusDecision { ChangesJob = changed, NewState = state, HeartBeatTime = heartBeat, LogRows = rows };
    }

    private static (JobState State, TimedUpdate Logged) Step(JobState state, TimedUpdate update, bool force, DateTime utcNow)
    {
        var before = state.Status == JobStatus.Stalled ? JobStatus.Running : state.Status;
        var status = update.Status is not { } wanted ? before : force ? wanted : JobStatuses.Decide(before, wanted);
        var logged = update.Status is null || status == update.Status ? update : Refused(update, status);
        var next = state with
        {
            Status = status,
            MinorStatus = Cut(update.Minor, MaxMinorLength) ?? state.MinorStatus,
            ApplicationStatus = Cut(update.Application, MaxApplicationLength) ?? state.ApplicationStatus,
            StartExecTime = state.StartExecTime ?? (status == JobStatus.Running ? utcNow : null),
            EndExecTime = state.EndExecTime ?? (EndsExecution(status) ? utcNow : null),
        };
        return (next, logged);
    }

    private static TimedUpdate Refused(TimedUpdate update, JobStatus kept) =>
        update with { Status = kept, Source = Cut(update.Source, MaxSourceLength - RefusedMark.Length) + RefusedMark };

    private static LogRow RowOf(TimedUpdate update) => new(
        update.Status?.ToString() ?? LoggingHistory.Same,
        Cut(update.Minor, MaxMinorLength) ?? LoggingHistory.Same,
        Cut(update.Application, MaxApplicationLength) ?? LoggingHistory.Same,
        update.Time,
        LoggingHistory.OrderOf(update.Time),
        Cut(update.Source, MaxSourceLength)!);

    private static bool EndsExecution(JobStatus status) => status != JobStatus.Deleted && JobStatuses.IsFinal(status);

    private static bool ComesFromTheJob(TimedUpdate update) =>
        update.Source.StartsWith("Job", StringComparison.Ordinal) || update.Source.StartsWith("Heartbeat", StringComparison.Ordinal);

    private static string? Cut(string? text, int length) => text is null || text.Length <= length ? text : text[..length];
}
