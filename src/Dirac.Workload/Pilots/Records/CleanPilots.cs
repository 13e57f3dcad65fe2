using Dirac.Hosting.Configuration;
using Dirac.Model.Errors;
using Dirac.Model.Text;
using Dirac.Persistence;
using Dirac.Tasks;
using Dirac.Workload.Pilots.Orders;
using Microsoft.Extensions.Logging;

namespace Dirac.Workload.Pilots.Records;

/// <summary>Task: DIRAC's PilotStatusAgent. Gives up pilots nothing is heard of and removes those that ended long ago, of all VOs.</summary>
internal sealed partial class CleanPilots(
    WorkloadDatabases databases, RemovePilots remove, IConfigurationSnapshots configuration, TimeProvider clock, ILogger<CleanPilots> logger) : ITaskHandler<PilotStatusRound>
{
    private const int AtOnce = 500;
    private const long OrdersKeptMs = 100L * 86_400_000;

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<PilotStatusRound>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(PilotStatusAgentOptions.Read(configuration.Current.Root), cancellationToken);
        }
        catch (DiracException error) when (error.Code is ErrorCode.BadConfiguration or ErrorCode.BadRequest)
        {
            LogBadOption(error.Message);
        }

        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    private async Task RunAsync(PilotStatusAgentOptions options, CancellationToken cancellationToken)
    {
        var stalled = await GiveUpAsync(options.PilotStalledDays, cancellationToken);
        var removed = await remove.ClearAsync(null, options.ClearPilotsDelay, options.ClearAbortedPilotsDelay, cancellationToken);
        await databases.Jobs.WriteAsync((session, token) => PilotOrderStore.ForgetAsync(session, OrdersKeptMs, token), cancellationToken);
        if (stalled + removed > 0) LogCleaned(stalled, options.PilotStalledDays, removed);
    }

    private async Task<long> GiveUpAsync(int days, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var total = 0L;
        while (true)
        {
            var (found, changed) = await databases.Pilots.WriteAsync((session, token) => GiveUpAsync(session, days, now, token), cancellationToken);
            total += changed;
            if (found < AtOnce) return total;
        }
    }

    private static async Task<(int Found, int Changed)> GiveUpAsync(IDbSession session, int days, DateTime now, CancellationToken cancellationToken)
    {
        var before = now.AddDays(-days);
        var stalled = await OldPilotStore.StalledAsync(session, before, AtOnce, cancellationToken);
        if (stalled.Count == 0) return (0, 0);
        return (stalled.Count, await OldPilotStore.GiveUpAsync(session, stalled, $"Nothing was heard of it for {Numbers.Of(days, "day")}", before, now, cancellationToken));
    }

    [LoggerMessage(6610, LogLevel.Information, "{Stalled} pilots were given up after {Days} days of silence, {Removed} old ones removed")]
    private partial void LogCleaned(long stalled, int days, long removed);

    [LoggerMessage(6611, LogLevel.Error, "Pilots are not cleaned up until the configuration is corrected: {Problem}")]
    private partial void LogBadOption(string problem);
}
