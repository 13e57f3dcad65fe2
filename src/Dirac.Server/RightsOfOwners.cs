using Dirac.Framework.Tokens;
using Dirac.Security.Identities;
using Dirac.Workload.Ports;

namespace Dirac.Server;

/// <summary>Tells the workload system what owners may do, as the framework knows it.</summary>
internal sealed class RightsOfOwners(OwnerRights rights) : IOwnerRights
{
    public Task<PropertySet?> OfAsync(string owner, string group, string vo, CancellationToken cancellationToken) => rights.OfAsync(owner, group, vo, cancellationToken);
}
