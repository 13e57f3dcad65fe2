using Dirac.Model.Configuration;

namespace Dirac.Security.Identities;

/// <summary>A view of the configuration's <c>/Registry</c>: users, groups, virtual organisations. Pure, immutable, thread-safe.</summary>
/// <remarks>Every question is answered from the tree it was made of; make a new view when the configuration changes.</remarks>
public sealed class Registry
{
    private readonly CfgSection _configuration;

    /// <summary>Makes a view of <paramref name="configuration"/>, the whole tree.</summary>
    public Registry(CfgSection configuration) => _configuration = configuration;

    /// <summary>Names of all registered users.</summary>
    public IReadOnlyList<string> Users => _configuration.SectionNames("/Registry/Users");

    /// <summary>Names of all groups.</summary>
    public IReadOnlyList<string> Groups => _configuration.SectionNames("/Registry/Groups");

    /// <summary>Names of the virtual organisations: those described, and those a group names.</summary>
    public IReadOnlyList<string> Vos =>
        [.. _configuration.SectionNames("/Registry/VO").Concat(Groups.Select(VoOfGroup).OfType<string>()).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether <paramref name="user"/> is registered and not suspended in <paramref name="vo"/>.</summary>
    public bool IsActive(string user, string vo) => IsUser(user) && !List($"Users/{user}/Suspended").Contains(vo, StringComparer.Ordinal);

    /// <summary>Whether <paramref name="user"/> is registered.</summary>
    public bool IsUser(string user) => Users.Contains(user, StringComparer.Ordinal);

    /// <summary>VO of <paramref name="group"/>: its own option, else the default VO; null when the group is unknown or no VO is named.</summary>
    public string? VoOfGroup(string group) =>
        IsGroup(group) ? Option($"Groups/{group}/VO") ?? Option("DefaultVO") : null;

    /// <summary>Properties of <paramref name="group"/>; empty when it is unknown.</summary>
    public PropertySet PropertiesOf(string group) => IsGroup(group) ? new(List($"Groups/{group}/Properties")) : PropertySet.Empty;

    /// <summary>Groups that list <paramref name="user"/>, in the order of the configuration.</summary>
    public IReadOnlyList<string> GroupsOf(string user) => [.. Groups.Where(group => IsMember(user, group))];

    /// <summary>Groups of <paramref name="vo"/>, in the order of the configuration.</summary>
    public IReadOnlyList<string> GroupsOfVo(string vo) => [.. Groups.Where(group => VoOfGroup(group) == vo)];

    /// <summary>Whether <paramref name="group"/> lists <paramref name="user"/>.</summary>
    public bool IsMember(string user, string group) =>
        IsGroup(group) && List($"Groups/{group}/Users").Contains(user, StringComparer.Ordinal);

    /// <summary>The group a user acts in who names none: the first of the user's, the VO's or the registry's defaults that lists the user
    /// and belongs to <paramref name="vo"/>, else the user's first group there; null when there is none.</summary>
    public string? DefaultGroupOf(string user, string vo)
    {
        var mine = GroupsOf(user).Where(group => VoOfGroup(group) == vo).ToList();
        return List($"Users/{user}/DefaultGroup")
            .Concat(List($"VO/{vo}/DefaultGroup"))
            .Concat(List("DefaultGroup"))
            .FirstOrDefault(mine.Contains) ?? mine.FirstOrDefault();
    }

    /// <summary>The group a user of <paramref name="vo"/> gets by default, whoever it is: the configured one, else the VO's first; null when it has none.</summary>
    public string? DefaultGroupOfVo(string vo) =>
        List($"VO/{vo}/DefaultGroup").Concat(List("DefaultGroup")).Concat(GroupsOfVo(vo)).FirstOrDefault(group => VoOfGroup(group) == vo);

    /// <summary>Option <paramref name="name"/> (for example VOAdmin) of <paramref name="vo"/>; null when absent.</summary>
    public string? VoOption(string vo, string name) => Option($"VO/{vo}/{name}");

    /// <summary>Option <paramref name="name"/> (for example JobShare) of <paramref name="group"/>; null when absent.</summary>
    public string? GroupOption(string group, string name) => IsGroup(group) ? Option($"Groups/{group}/{name}") : null;

    private bool IsGroup(string group) => Groups.Contains(group, StringComparer.Ordinal);

    private string? Option(string path) => _configuration.GetOption("/Registry/" + path) is { Length: > 0 } value ? value : null;

    private IReadOnlyList<string> List(string path) => _configuration.GetList("/Registry/" + path);
}
