using Dirac.Model.Api;
using Dirac.Model.Jobs;

namespace Dirac.Workload.Jobs.Status;

/// <summary>Says in the reply's terms what a decision changed. Pure.</summary>
internal static class StatusChanges
{
    public static StatusChange Between(JobState before, StatusDecision decision, DateTime now)
    {
        var after = decision.NewState;
        return new StatusChange
        {
            Status = after.Status == before.Status ? null : after.Status.ToString(),
            MinorStatus = after.MinorStatus == before.MinorStatus ? null : after.MinorStatus,
            ApplicationStatus = after.ApplicationStatus == before.ApplicationStatus ? null : after.ApplicationStatus,
            HeartBeatTime = decision.HeartBeatTime,
            StartExecTime = after.StartExecTime == before.StartExecTime ? null : after.StartExecTime,
            EndExecTime = after.EndExecTime == before.EndExecTime ? null : after.EndExecTime,
            LastUpdateTime = decision.ChangesJob ? now : null,
        };
    }
}
