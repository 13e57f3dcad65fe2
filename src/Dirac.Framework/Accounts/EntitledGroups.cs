using System.Text.Json;
using Dirac.Framework.Providers;
using Dirac.Hosting.Configuration;
using Dirac.Model.Configuration;
using Dirac.Persistence;
using Dirac.Security.Identities;

namespace Dirac.Framework.Accounts;

/// <summary>Groups that come from what a provider says, beside those of the Registry. Thread-safe.</summary>
/// <remarks>
/// Kept is what the provider said, not what was made of it: with every question the configuration of the moment decides again, so a group whose
/// <c>IdPRole</c> has changed, a user who is somebody else now, and words that are too old count no more.
/// </remarks>
internal sealed class EntitledGroups(AccountDatabase database, IConfigurationSnapshots snapshots, TimeProvider clock)
{
    /// <summary>How long what a provider said counts: the person has to log in, or be synchronised, at least so often.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromDays(7);

    /// <summary>Keeps what the provider says of a user, where that matters.</summary>
    public async Task RememberAsync(string vo, string userName, PersonClaims person, CancellationToken cancellationToken)
    {
        if (!ClaimsToGroups.MatterIn(snapshots.Current.Registry, vo, MapsByName(vo))) return;
        await RememberAsync([RowOf(vo, userName, person.Subject, person.Groups)], cancellationToken);
    }

    /// <summary>Keeps what the provider says of many users.</summary>
    public Task RememberAsync(IReadOnlyList<GroupClaimsRow> rows, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (session, token) =>
            {
                await GroupClaimsStore.PurgeAsync(session, (clock.GetUtcNow() - GoodFor).ToUnixTimeMilliseconds(), token);
                await GroupClaimsStore.KeepAsync(session, rows, token);
            },
            cancellationToken);

    /// <summary>A row of what is said now.</summary>
    public GroupClaimsRow RowOf(string vo, string userName, string subject, GroupClaims groups) => new()
    {
        Vo = vo,
        UserName = userName,
        Subject = subject,
        Claims = JsonSerializer.Serialize(groups.Values, FrameworkJsonContext.Default.IReadOnlyDictionaryStringIReadOnlyListString),
        SeenMs = clock.GetUtcNow().ToUnixTimeMilliseconds(),
    };

    /// <summary>The registry as it counts for one user: of the groups of <paramref name="vo"/>, those that the provider gives list the user, too.</summary>
    /// <param name="vo">The VO in which the user acts.</param>
    /// <param name="userName">DIRAC user name.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public async Task<Registry> RegistryForAsync(string vo, string userName, CancellationToken cancellationToken) => ClaimsToGroups.MatterIn(snapshots.Current.Registry, vo, MapsByName(vo))
        ? await database.ReadAsync((session, token) => RegistryForAsync(session, vo, userName, token), cancellationToken)
        : snapshots.Current.Registry;

    /// <summary>The same within a session of AuthDB.</summary>
    public async Task<Registry> RegistryForAsync(IDbSession session, string vo, string userName, CancellationToken cancellationToken)
    {
        var snapshot = snapshots.Current;
        var byName = MapsByName(vo);
        if (!ClaimsToGroups.MatterIn(snapshot.Registry, vo, byName)) return snapshot.Registry;
        var row = await GroupClaimsStore.FindAsync(session, vo, userName, (clock.GetUtcNow() - GoodFor).ToUnixTimeMilliseconds(), cancellationToken);
        if (row is null || new RegisteredSubjects(snapshot.Root, vo).UsersOf(row.Subject) is not [var user] || user != userName) return snapshot.Registry;
        var claims = new GroupClaims(JsonSerializer.Deserialize(row.Claims, FrameworkJsonContext.Default.IReadOnlyDictionaryStringIReadOnlyListString) ?? GroupClaims.None.Values);
        var given = ClaimsToGroups.Decide(claims, snapshot.Registry, vo, byName).Where(group => !snapshot.Registry.IsMember(userName, group)).ToList();
        return given.Count == 0 ? snapshot.Registry : new Registry(given.Aggregate(snapshot.Root, (root, group) => WithMember(root, group, userName)));
    }

    private bool MapsByName(string vo) => ProviderSection.MapsGroupsByName(snapshots.Current.Root, vo);

    private static CfgSection WithMember(CfgSection root, string group, string userName)
    {
        var path = $"/Registry/Groups/{group}/Users";
        return root.With(path, string.Join(", ", [.. root.GetList(path), userName]));
    }
}
