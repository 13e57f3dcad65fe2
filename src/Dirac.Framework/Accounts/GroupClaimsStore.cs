using Dirac.Persistence;

namespace Dirac.Framework.Accounts;

/// <summary>The SQL of <c>x_GroupClaims</c>.</summary>
internal static class GroupClaimsStore
{
    private static readonly string[] Key = ["Vo", "UserName"];
    private static readonly string[] Changing = ["Subject", "Claims", "SeenMs"];

    public static Task KeepAsync(IDbSession session, IEnumerable<GroupClaimsRow> rows, CancellationToken cancellationToken) =>
        session.UpsertManyAsync("x_GroupClaims", Key, [.. Key, .. Changing], rows.Select(row => new object?[] { row.Vo, row.UserName, row.Subject, row.Claims, row.SeenMs }), cancellationToken);

    public static Task<GroupClaimsRow?> FindAsync(IDbSession session, string vo, string userName, long since, CancellationToken cancellationToken) =>
        session.QueryFirstOrDefaultAsync<GroupClaimsRow>(
            "SELECT Vo, UserName, Subject, Claims, SeenMs FROM {x_GroupClaims} WHERE Vo = @vo AND UserName = @userName AND SeenMs >= @since", new { vo, userName, since }, cancellationToken);

    public static Task<int> PurgeAsync(IDbSession session, long before, CancellationToken cancellationToken) =>
        session.ExecuteAsync("DELETE FROM {x_GroupClaims} WHERE SeenMs < @before", new { before }, cancellationToken);
}
