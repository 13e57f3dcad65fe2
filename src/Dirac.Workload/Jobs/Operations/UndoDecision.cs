using Dirac.Model.Jobs;

namespace Dirac.Workload.Jobs.Operations;

/// <summary>What undoing a delete means for one job. Pure.</summary>
/// <param name="NewState">What the job becomes; null leaves it.</param>
/// <param name="Reason">Why it is not what it was before; null when it is.</param>
internal sealed record UndoDecision(JobState? NewState, string? Reason)
{
    public const string HadToBeKilled = "It had to be killed to be deleted and stays Killed; it can be rescheduled.";

    /// <summary>Decides by the job before the delete and now.</summary>
    /// <param name="before">As it was written down.</param>
    /// <param name="now">The row; null when it is gone.</param>
    public static UndoDecision Make(OperationJobRow before, JobRow? now)
    {
        if (now is null) return new UndoDecision(null, "It was removed already.");
        var hadEnded = JobStatuses.TryParse(before.Status, out var was) && JobStatuses.IsFinal(was);
        return now.ParsedStatus switch
        {
            JobStatus.Deleted when hadEnded => new(now.State with { Status = was, MinorStatus = before.MinorStatus, ApplicationStatus = before.ApplicationStatus }, null),
            JobStatus.Deleted => new(now.State with { Status = JobStatus.Killed, MinorStatus = MinorStatuses.MarkedForTermination }, HadToBeKilled),
            JobStatus.Killed => new(null, HadToBeKilled),
            var other => new(null, $"It has become {other} since and is left so."),
        };
    }
}
