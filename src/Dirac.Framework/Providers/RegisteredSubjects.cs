using Dirac.Model.Configuration;
using Dirac.Security.Identities;

namespace Dirac.Framework.Providers;

/// <summary>Who in the configuration is whom at the provider of a VO. Pure.</summary>
/// <remarks>
/// A provider's name for a person stands in DIRAC's places: <c>/DiracX/CsSync/VOs/VO/UserSubjects/USER</c>, which is of one VO and alone counts for a user
/// who is in it; <c>/Registry/Users/USER/ID</c>; or a <c>DN</c> that is <c>/O=DIRAC/CN=</c> and the name. Users are never found by e-mail.
/// </remarks>
internal sealed class RegisteredSubjects
{
    private const string DnPrefix = "/O=DIRAC/CN=";

    private readonly Dictionary<string, List<string>> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _subjects = new(StringComparer.Ordinal);

    /// <summary>Reads them.</summary>
    /// <param name="root">The whole tree.</param>
    /// <param name="vo">Whose provider.</param>
    public RegisteredSubjects(CfgSection root, string vo)
    {
        var section = SectionOf(vo);
        var registered = new Registry(root).Users.ToHashSet(StringComparer.Ordinal);
        foreach (var user in root.OptionNames(section).Where(registered.Contains)) Add(user, root.GetList($"{section}/{user}"));
        foreach (var user in registered.Except(_subjects.Keys).ToList())
        {
            var path = $"/Registry/Users/{user}";
            var dns = root.GetList($"{path}/DN").Where(dn => dn.StartsWith(DnPrefix, StringComparison.Ordinal)).Select(dn => dn[DnPrefix.Length..]);
            Add(user, [.. root.GetList($"{path}/ID"), .. dns]);
        }
    }

    /// <summary>All users with a name at the provider, and that name.</summary>
    public IReadOnlyDictionary<string, string> ByUser => _subjects;

    /// <summary>Where the names of <paramref name="vo"/>'s users are written.</summary>
    public static string SectionOf(string vo) => $"/DiracX/CsSync/VOs/{vo}/UserSubjects";

    /// <summary>The users who are <paramref name="subject"/> there; more than one is a mistake in the configuration.</summary>
    public IReadOnlyList<string> UsersOf(string subject) => _users.GetValueOrDefault(subject) ?? [];

    private void Add(string user, IReadOnlyList<string> subjects)
    {
        foreach (var subject in subjects.Distinct(StringComparer.Ordinal))
        {
            _subjects.TryAdd(user, subject);
            if (!_users.TryGetValue(subject, out var users)) _users[subject] = users = [];
            users.Add(user);
        }
    }
}
