using Dirac.Model.Api;
using Dirac.Persistence;

namespace Dirac.Workload.Sets.Notices;

/// <summary>Writes what a notice says, from what is known at one moment.</summary>
internal static class ReportWriter
{
    private const int MostReasons = 5;

    public static async Task<JobSetReport> WriteAsync(
        IDbSession jobs, JobSetRow set, NoticeRow notice, long message, long nowMs, int mostJobs, CancellationToken cancellationToken)
    {
        var rules = await RuleStore.OfAsync(jobs, set.SetID, cancellationToken);
        var failed = set.Failed > 0;
        var reasons = failed ? await MemberStore.ReasonsAsync(jobs, set.SetID, MostReasons, cancellationToken) : [];
        return new JobSetReport
        {
            Message = message,
            Set = set.ToMessage() with { On = [.. rules.Select(rule => rule.ToMessage())] },
            Events = SetEventNames.Of((SetEvents)notice.Events),
            Time = DateTimeOffset.FromUnixTimeMilliseconds(nowMs),
            NewFailures = notice.Failures,
            FailedJobs = failed ? await MemberStore.FailedSinceAsync(jobs, set.SetID, notice.SinceMs, mostJobs, cancellationToken) : [],
            Reasons = [.. reasons.Select(reason => new JobSetReason(reason.MinorStatus, reason.Number))],
        };
    }
}
