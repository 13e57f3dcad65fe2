using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Security.Policies;

namespace Dirac.Workload.Sets;

/// <summary>Who sees and changes a set: its owner, the owner's group if it shares jobs, administrators of the VO. For others it does not exist. Pure.</summary>
internal static class SetAccess
{
    public static bool May(Caller caller, JobSetRow set) => JobPolicy.May(caller, new JobOwnership(set.Owner, set.OwnerGroup, set.VO), JobRights.Kill);

    /// <summary>The set, which the caller may see.</summary>
    /// <exception cref="DiracException">NotFound.</exception>
    public static JobSetRow Demand(Caller caller, JobSetRow? set, long id) => set is not null && May(caller, set)
        ? set
        : throw new DiracException(ErrorCode.NotFound, $"Set {id} does not exist.", "'dirac set list' lists yours.");
}
