using Dirac.Persistence;

namespace Dirac.Workload.Pilots.Orders;

/// <summary>The SQL of <c>x_PilotOrders</c>, in JobDB: every heartbeat and every request for a job looks there.</summary>
internal static class PilotOrderStore
{
    private const int LongestReason = 255;

    public static Task<PilotOrderRow?> FindAsync(IDbSession jobs, string vo, string stamp, CancellationToken cancellationToken) =>
        jobs.QueryFirstOrDefaultAsync<PilotOrderRow>(
            "SELECT PilotStamp, Mode, Reason FROM {x_PilotOrders} WHERE VO = @vo AND PilotStamp = @stamp", new { vo, stamp }, cancellationToken);

    public static Task<IReadOnlyList<PilotOrderRow>> FindAsync(IDbSession jobs, string vo, IReadOnlyList<string> stamps, CancellationToken cancellationToken) =>
        jobs.QueryAsync<PilotOrderRow>(
            "SELECT PilotStamp, Mode, Reason FROM {x_PilotOrders} WHERE VO = @vo AND PilotStamp IN @stamps", new { vo, stamps }, cancellationToken);

    /// <summary>Gives an order. One to drain does not soften one to end now.</summary>
    public static async Task GiveAsync(IDbSession jobs, string vo, PilotOrderRow order, CancellationToken cancellationToken)
    {
        var reason = ColumnText.Fit(order.Reason, LongestReason);
        await jobs.ExecuteAsync(
            $"{jobs.Dialect.InsertIgnore} {{x_PilotOrders}} (VO, PilotStamp, Mode, Reason, OrderedMs) VALUES (@vo, @PilotStamp, @Mode, @reason, {jobs.Dialect.UtcNowMs})",
            new { vo, order.PilotStamp, order.Mode, reason },
            cancellationToken);
        if (order.Mode == PilotOrderRow.Drain) return;
        await jobs.ExecuteAsync(
            "UPDATE {x_PilotOrders} SET Mode = @Mode, Reason = @reason WHERE VO = @vo AND PilotStamp = @PilotStamp", new { vo, order.PilotStamp, order.Mode, reason }, cancellationToken);
    }

    /// <summary>Forgets orders that no pilot is left for.</summary>
    public static Task<int> ForgetAsync(IDbSession jobs, long olderThanMs, CancellationToken cancellationToken) =>
        jobs.ExecuteAsync($"DELETE FROM {{x_PilotOrders}} WHERE OrderedMs < {jobs.Dialect.UtcNowMs} - @olderThanMs", new { olderThanMs }, cancellationToken);
}
