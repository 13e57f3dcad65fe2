using Dirac.Persistence;

namespace Dirac.Monitoring.Downtimes;

/// <summary>The SQL of <c>x_Downtimes</c>.</summary>
internal static class DowntimeStore
{
    private const string Columns = "Id, Element, Name, VO, Reason, Planner, BeginTime, EndTime, DrainSeconds, State, BeforeStatus, BeforeReason";

    public static async Task<long> AddAsync(IDbSession session, DowntimeRow row, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(
            "INSERT INTO {x_Downtimes} (Element, Name, VO, Reason, Planner, BeginTime, EndTime, DrainSeconds, State)"
            + " VALUES (@Element, @Name, @VO, @Reason, @Planner, @BeginTime, @EndTime, @DrainSeconds, @State)",
            row,
            cancellationToken);
        return await session.ScalarAsync<long>($"SELECT {session.Dialect.LastInsertId}", null, cancellationToken);
    }

    /// <summary>Those that are planned or ongoing, by their begin.</summary>
    public static Task<IReadOnlyList<DowntimeRow>> CurrentAsync(IDbSession session, CancellationToken cancellationToken) => session.QueryAsync<DowntimeRow>(
        $"SELECT {Columns} FROM {{x_Downtimes}} WHERE State IN (@Planned, @Ongoing) ORDER BY BeginTime, Id", new { DowntimeRow.Planned, DowntimeRow.Ongoing }, cancellationToken);

    /// <summary>The latest, those that are over too.</summary>
    public static Task<IReadOnlyList<DowntimeRow>> LatestAsync(IDbSession session, int most, CancellationToken cancellationToken) =>
        session.QueryAsync<DowntimeRow>($"SELECT {Columns} FROM {{x_Downtimes}} ORDER BY BeginTime DESC, Id DESC LIMIT {most}", null, cancellationToken);

    /// <summary>One, kept from others until the transaction ends; null when there is none.</summary>
    public static Task<DowntimeRow?> LockAsync(IDbSession session, long id, CancellationToken cancellationToken) =>
        session.QueryFirstOrDefaultAsync<DowntimeRow>($"SELECT {Columns} FROM {{x_Downtimes}} WHERE Id = @id{session.Dialect.ForUpdate}", new { id }, cancellationToken);

    /// <summary>Writes what may change; false when the state is not <paramref name="expected"/> any more.</summary>
    public static async Task<bool> UpdateAsync(IDbSession session, DowntimeRow row, string expected, CancellationToken cancellationToken) => await session.ExecuteAsync(
        "UPDATE {x_Downtimes} SET State = @State, EndTime = @EndTime, BeforeStatus = @BeforeStatus, BeforeReason = @BeforeReason WHERE Id = @Id AND State = @expected",
        new { row.State, row.EndTime, row.BeforeStatus, row.BeforeReason, row.Id, expected },
        cancellationToken) == 1;

    /// <summary>Removes those that ended before a time.</summary>
    public static Task<int> ForgetAsync(IDbSession session, DateTime before, CancellationToken cancellationToken) => session.ExecuteAsync(
        "DELETE FROM {x_Downtimes} WHERE State IN (@Over, @Cancelled) AND EndTime < @before", new { DowntimeRow.Over, DowntimeRow.Cancelled, before }, cancellationToken);
}
