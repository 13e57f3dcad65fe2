using System.Globalization;
using Dirac.Persistence;

namespace Dirac.Framework.Tokens;

/// <summary>The partitions of <c>x_RefreshTokens</c>, by the day on which tokens end. Their names are made here and by nobody else.</summary>
internal static class RefreshTokenPartitions
{
    private const string Later = "PARTITION later VALUES LESS THAN MAXVALUE";

    /// <summary>The names of all partitions.</summary>
    /// <param name="session">A session of the database.</param>
    /// <param name="query">The engine's query for the parameter <c>@table</c>.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static Task<IReadOnlyList<string>> NamesAsync(IDbSession session, string query, CancellationToken cancellationToken) =>
        session.QueryAsync<string>(query, new { table = "x_RefreshTokens" }, cancellationToken);

    /// <summary>Makes partitions; the few tokens that waited for their day among the later ones move there.</summary>
    public static Task AddAsync(IDbSession session, IReadOnlyList<(string Name, int Before)> partitions, CancellationToken cancellationToken)
    {
        var parts = partitions.Select(one => string.Create(CultureInfo.InvariantCulture, $"PARTITION {one.Name} VALUES LESS THAN ({one.Before})"));
        return session.ExecuteAsync($"ALTER TABLE {{x_RefreshTokens}} REORGANIZE PARTITION later INTO ({string.Join(", ", parts)}, {Later})", null, cancellationToken);
    }

    /// <summary>Drops partitions with everything in them.</summary>
    public static Task DropAsync(IDbSession session, IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        session.ExecuteAsync($"ALTER TABLE {{x_RefreshTokens}} DROP PARTITION {string.Join(", ", names)}", null, cancellationToken);
}
