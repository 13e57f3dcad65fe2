using Dirac.Security.Identities;

namespace Dirac.Workload.Ports;

/// <summary>What owners of jobs may do at this moment, whoever gave them their groups. Bound by whoever composes the process.</summary>
public interface IOwnerRights
{
    /// <summary>The properties of a group for a user; null when the user is suspended or gone, or is not in the group any more.</summary>
    /// <param name="owner">DIRAC user name.</param>
    /// <param name="group">The job's group.</param>
    /// <param name="vo">The job's VO.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    Task<PropertySet?> OfAsync(string owner, string group, string vo, CancellationToken cancellationToken);
}
