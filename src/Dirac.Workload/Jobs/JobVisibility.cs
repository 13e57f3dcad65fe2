using Dirac.Hosting.Configuration;
using Dirac.Security.Identities;
using Dirac.Security.Policies;

namespace Dirac.Workload.Jobs;

/// <summary>Who sees which jobs: everybody those of the VO, unless the VO's option <c>GlobalJobsInfo</c> says that people see their own.</summary>
/// <remarks>The rule is <see cref="JobPolicy"/>'s right GetInfo; here it is asked for one job, or turned into a condition for many.</remarks>
internal sealed class JobVisibility(IConfigurationSnapshots snapshots)
{
    // DIRAC's name, in the Operations section of the VO.
    private const string Option = "/Services/JobMonitoring/GlobalJobsInfo";

    /// <summary>Whether every member of a VO sees the information of every job of it.</summary>
    public bool EverybodySees(string vo) => snapshots.Current.Operations(vo).GetBool(Option, true);

    /// <summary>Whether the caller may see a job.</summary>
    public bool Sees(Caller caller, JobOwnership job) => JobPolicy.May(caller, job, JobRights.GetInfo, EverybodySees(caller.Vo));

    /// <summary>The jobs the caller sees, as a condition on their owners.</summary>
    public JobScope Of(Caller caller)
    {
        if (caller.IsHost || EverybodySees(caller.Vo) || caller.Properties.HasAny([DiracProperties.JobAdministrator, DiracProperties.JobMonitor])) return new JobScope(caller.OnlyVo);
        return new JobScope(caller.Vo, caller.UserName, caller.Properties.Has(DiracProperties.JobSharing) ? caller.Group : null);
    }
}
