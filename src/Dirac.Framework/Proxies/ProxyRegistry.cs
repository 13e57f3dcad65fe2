using Dirac.Hosting.Configuration;
using Dirac.Model.Configuration;
using Dirac.Security.Identities;

namespace Dirac.Framework.Proxies;

/// <summary>What the registry says about people, groups and VOMS, as of now.</summary>
internal sealed class ProxyRegistry(IConfigurationSnapshots snapshots)
{
    private static readonly string[] No = ["False", "false", "no"];

    /// <summary>The user whose <paramref name="dn"/> this is; null when nobody's.</summary>
    public string? UserOf(string dn) => snapshots.Current.GridRegistry.UserOf(dn);

    /// <summary>All distinguished names of a user.</summary>
    public IReadOnlyList<string> DnsOf(string user) => snapshots.Current.Root.GetList($"/Registry/Users/{user}/DN");

    /// <summary>Properties of a group.</summary>
    public PropertySet PropertiesOf(string group) => snapshots.Current.GridRegistry.PropertiesOf(group).Set;

    /// <summary>Whether proxies with a group may leave this server (<c>DownloadableProxy</c>).</summary>
    public bool IsDownloadable(string group) => !No.Contains(Text(snapshots.Current.Root, $"/Registry/Groups/{group}/DownloadableProxy"), StringComparer.Ordinal);

    /// <summary>Why <paramref name="dn"/> gets no proxy with <paramref name="group"/>; null when nothing is against it.</summary>
    public string? WhyNot(string dn, string group)
    {
        var registry = snapshots.Current.GridRegistry;
        if (registry.UserOf(dn) is null) return $"No username found for dn {dn}";
        return registry.MemberOf(dn, group) is { } user && !registry.IsSuspended(user, registry.VoOf(group)) ? null : $"Invalid group {group} for user";
    }

    /// <summary>The VOMS attribute that goes with a group (<c>VOMSRole</c>); null when none does.</summary>
    public string? VomsAttributeOf(string group) =>
        Text(snapshots.Current.Root, $"/Registry/Groups/{group}/VOMSRole") ?? Text(snapshots.Current.Root, "/Registry/DefaultVOMSAttribute");

    /// <summary>The name by which VOMS knows the VO of a group; null when none is known.</summary>
    public string? VomsVoOf(string group)
    {
        var root = snapshots.Current.Root;
        return Text(root, $"/Registry/Groups/{group}/VOMSVO")
            ?? Text(root, "/Registry/DefaultVOMSVO")
            ?? Text(root, "/DIRAC/VirtualOrganization")
            ?? Text(root, $"/Registry/VO/{snapshots.Current.GridRegistry.VoOf(group)}/VOMSName");
    }

    private static string? Text(CfgSection root, string path) => root.GetOption(path) is { Length: > 0 } value ? value : null;
}
