using Dirac.Framework.Accounts;
using Dirac.Security.Identities;

namespace Dirac.Framework.Tokens;

/// <summary>What an owner of jobs may do at this moment, groups that a provider gives included. Thread-safe.</summary>
public sealed class OwnerRights
{
    private readonly EntitledGroups _entitled;

    internal OwnerRights(EntitledGroups entitled) => _entitled = entitled;

    /// <summary>The group's properties for the user; null when the user is suspended, unknown or no member of it.</summary>
    /// <param name="userName">DIRAC user name.</param>
    /// <param name="group">A group of the VO.</param>
    /// <param name="vo">The VO.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public async Task<PropertySet?> OfAsync(string userName, string group, string vo, CancellationToken cancellationToken)
    {
        var registry = await _entitled.RegistryForAsync(vo, userName, cancellationToken);
        return ScopeRights.Decide(new TokenScopes(vo, group, []), userName, registry) is RightsVerdict.Granted granted ? granted.User.Properties : null;
    }
}
