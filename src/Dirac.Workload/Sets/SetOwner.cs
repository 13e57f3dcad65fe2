using Dirac.Hosting.Configuration;
using Dirac.Security.Identities;

namespace Dirac.Workload.Sets;

/// <summary>As whom the actions of a set are done: its owner, with no right more than when it was made and none that was taken away since.</summary>
internal sealed class SetOwner(IConfigurationSnapshots snapshots)
{
    /// <summary>The owner as a caller; null when the registry does not let the owner in any more.</summary>
    public Caller? Of(JobSetRow set)
    {
        var stored = set.Properties.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return Rights(snapshots.Current.Registry, set, stored) is { } rights
            ? new Caller
            {
                Subject = $"{set.VO}:{set.Owner}",
                UserName = set.Owner,
                Vo = set.VO,
                Group = set.OwnerGroup,
                Properties = rights,
                TokenId = $"set {set.SetID}",
                ExpiresAt = DateTimeOffset.MaxValue,
            }
            : null;
    }

    /// <summary>The owner's mail address in the registry; null when there is none.</summary>
    public string? MailOf(string user) => snapshots.Current.Root.GetOption($"/Registry/Users/{user}/Email") is { Length: > 0 } address ? address.Trim() : null;

    // A server without groups gets its callers from tokens that others issue: there is nothing to compare with.
    internal static PropertySet? Rights(Registry registry, JobSetRow set, IReadOnlyList<string> stored)
    {
        if (registry.Groups.Count == 0) return new PropertySet(stored);
        var isMember = registry.IsActive(set.Owner, set.VO) && registry.IsMember(set.Owner, set.OwnerGroup) && registry.VoOfGroup(set.OwnerGroup) == set.VO;
        return isMember ? new PropertySet(stored.Where(registry.PropertiesOf(set.OwnerGroup).Has)) : null;
    }
}
