using System.Collections.Frozen;
using Dirac.Model.Configuration;

namespace Dirac.Security.Identities;

/// <summary>The registry as certificates need it: whose a distinguished name is, and what hosts may do. Pure, immutable, thread-safe.</summary>
/// <remarks>All questions are look-ups in tables made once from the tree, so that a call costs no reading. Names are compared as text, in OpenSSL's one-line form.</remarks>
public sealed class GridRegistry
{
    private readonly FrozenDictionary<string, UserEntry[]> _users;
    private readonly FrozenDictionary<string, HostEntry> _hosts;
    private readonly FrozenDictionary<string, GroupEntry> _groups;
    private readonly FrozenDictionary<string, FrozenSet<string>> _suspended;
    private readonly FrozenDictionary<string, string> _dns;
    private readonly IReadOnlyList<string> _defaultGroups;
    private readonly string? _installationVo;

    /// <summary>Makes the tables of <paramref name="configuration"/>, the whole tree.</summary>
    public GridRegistry(CfgSection configuration)
    {
        var registry = new Registry(configuration);
        BannedAddresses = configuration.GetList("/Registry/BannedIPs").ToFrozenSet(StringComparer.Ordinal);
        _installationVo = Option(configuration, "/DIRAC/VirtualOrganization");
        _defaultGroups = configuration.GetList("/Registry/DefaultGroup") is { Count: > 0 } named ? named : ["user"];
        _groups = registry.Groups.ToFrozenDictionary(group => group, group => new GroupEntry(
            configuration.GetList($"/Registry/Groups/{group}/Users").ToFrozenSet(StringComparer.Ordinal),
            new GrantedProperties(configuration.GetList($"/Registry/Groups/{group}/Properties")),
            _installationVo ?? registry.VoOfGroup(group) ?? ""), StringComparer.Ordinal);
        var users = registry.Users.Select(user => new UserEntry(
            user, configuration.GetList($"/Registry/Users/{user}/DN"), configuration.GetList($"/Registry/Users/{user}/DefaultGroup"))).ToList();
        _users = users.SelectMany(user => user.Dns.Select(dn => (Dn: dn, User: user)))
            .GroupBy(entry => entry.Dn, entry => entry.User, StringComparer.Ordinal)
            .ToFrozenDictionary(owners => owners.Key, owners => owners.ToArray(), StringComparer.Ordinal);
        _dns = users.Where(user => user.Dns.Count > 0).ToFrozenDictionary(user => user.Name, user => user.Dns[0], StringComparer.Ordinal);
        _suspended = registry.Users.ToFrozenDictionary(user => user, user => configuration.GetList($"/Registry/Users/{user}/Suspended").ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);
        _hosts = First(configuration.SectionNames("/Registry/Hosts")
            .Select(host => new HostEntry(host, new GrantedProperties(configuration.GetList($"/Registry/Hosts/{host}/Properties"))))
            .SelectMany(host => configuration.GetList($"/Registry/Hosts/{host.Name}/DN").Select(dn => (dn, host))));
    }

    /// <summary>IP addresses, as written, whose connections are closed at once.</summary>
    public IReadOnlySet<string> BannedAddresses { get; }

    /// <summary>The user whose <paramref name="dn"/> this is, the first in the configuration's order; null when there is none.</summary>
    public string? UserOf(string dn) => _users.GetValueOrDefault(dn)?[0].Name;

    /// <summary>The user of <paramref name="group"/> whose <paramref name="dn"/> this is; null when the group has none. Several users may share a name.</summary>
    public string? MemberOf(string dn, string group) => _users.GetValueOrDefault(dn)?.FirstOrDefault(user => IsMember(user.Name, group))?.Name;

    /// <summary>The host whose <paramref name="dn"/> this is; null when it is not registered.</summary>
    public string? HostOf(string dn) => _hosts.GetValueOrDefault(dn)?.Name;

    /// <summary>Properties of the host whose <paramref name="dn"/> this is; none when it is not registered.</summary>
    public GrantedProperties PropertiesOfHost(string dn) => _hosts.GetValueOrDefault(dn)?.Properties ?? GrantedProperties.None;

    /// <summary>The first distinguished name of <paramref name="user"/>; null when none is registered.</summary>
    public string? DnOf(string user) => _dns.GetValueOrDefault(user);

    /// <summary>Whether <paramref name="group"/> lists the user.</summary>
    public bool IsMember(string user, string group) => _groups.GetValueOrDefault(group)?.Users.Contains(user) ?? false;

    /// <summary>Properties of <paramref name="group"/>; none when it is unknown.</summary>
    public GrantedProperties PropertiesOf(string group) => _groups.GetValueOrDefault(group)?.Properties ?? GrantedProperties.None;

    /// <summary>VO of <paramref name="group"/>: the installation's if it has one only, else the group's own; empty when none is known.</summary>
    public string VoOf(string group) => _installationVo ?? _groups.GetValueOrDefault(group)?.Vo ?? "";

    /// <summary>Whether <paramref name="group"/> belongs to <paramref name="vo"/>. With one VO for the installation every group does.</summary>
    public bool IsOfVo(string group, string vo) => _groups.GetValueOrDefault(group) is { } entry && (_installationVo is not null || entry.Vo == vo);

    /// <summary>Whether <paramref name="user"/> is suspended in <paramref name="vo"/>.</summary>
    public bool IsSuspended(string user, string vo) => _suspended.GetValueOrDefault(user)?.Contains(vo) ?? false;

    /// <summary>The group a certificate stands for that names none: the first of the user's and the registry's defaults that lists the user, else the
    /// alphabetically first that does; null for a stranger or a user without groups.</summary>
    public string? DefaultGroupOf(string dn)
    {
        if (_users.GetValueOrDefault(dn) is not [var user, ..]) return null;
        return user.DefaultGroups.Concat(_defaultGroups).FirstOrDefault(group => IsMember(user.Name, group))
            ?? _groups.Where(group => group.Value.Users.Contains(user.Name)).Select(group => group.Key).Order(StringComparer.Ordinal).FirstOrDefault();
    }

    private static FrozenDictionary<string, T> First<T>(IEnumerable<(string Dn, T Entry)> entries) =>
        entries.DistinctBy(entry => entry.Dn, StringComparer.Ordinal).ToFrozenDictionary(entry => entry.Dn, entry => entry.Entry, StringComparer.Ordinal);

    private static string? Option(CfgSection configuration, string path) => configuration.GetOption(path) is { Length: > 0 } value ? value : null;

    private sealed record UserEntry(string Name, IReadOnlyList<string> Dns, IReadOnlyList<string> DefaultGroups);

    private sealed record HostEntry(string Name, GrantedProperties Properties);

    private sealed record GroupEntry(FrozenSet<string> Users, GrantedProperties Properties, string Vo);
}
