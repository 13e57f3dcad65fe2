using System.Text.Json;
using Dirac.Tasks;
using Dirac.Workload.Optimisation;
using Dirac.Workload.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Tests.Model;

/// <summary>Waits until the server has done what it does by itself, and lets held jobs be looked at now instead of later.</summary>
internal sealed class Settling(WorkloadServer server)
{
    private const string Due = "Name IN ('OptimizeJobs', 'ForgetRemovedJobs', 'RescueStalledJobs', 'JobCleaningAgent') AND (Owner IS NOT NULL OR DueMs <= ";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Waits until nothing is due.</summary>
    public async Task IdleAsync()
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (await CountDueAsync() > 0)
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Longest) Assert.Fail($"The server does not come to rest within {Longest}.");
            await Task.Delay(Pause, TimeProvider.System, Cancellation);
        }
    }

    /// <summary>Has the jobs that are held looked at; fails when nobody would have.</summary>
    public async Task HeldAsync(IReadOnlyList<long> held)
    {
        if (held.Count == 0) return;
        await RememberedAsync(held);
        await server.Database("JobDB").WriteAsync(
            async (session, token) =>
            {
                await session.ExecuteAsync("DELETE FROM {x_Tasks} WHERE Name = 'OptimizeJobs' AND Owner IS NULL", null, token);
                await server.Services.GetRequiredService<ITaskQueue>().EnqueueAsync(session, [new NewTask<OptimizeJob>(new OptimizeJob(held, JobSchedulingOptimizer.Name))], token);
            },
            Cancellation);
        await IdleAsync();
    }

    // A job is read before the tasks: one that is looked at in between is found in neither, so a second reading decides.
    private async Task RememberedAsync(IReadOnlyList<long> held)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (await ForgottenAsync(held) is { Count: > 0 } forgotten)
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Longest) Assert.Fail($"Held jobs that nobody will look at again: {string.Join(", ", forgotten)}");
            await Task.Delay(Pause, TimeProvider.System, Cancellation);
        }
    }

    private async Task<IReadOnlyList<long>> ForgottenAsync(IReadOnlyList<long> held)
    {
        var still = await server.Database("JobDB").ReadAsync(
            (session, token) => session.QueryAsync<long>("SELECT JobID FROM {Jobs} WHERE JobID IN @held AND Status = 'Checking'", new { held }, token), Cancellation);
        var waiting = await server.Database("JobDB").ReadAsync(
            (session, token) => session.QueryAsync<string>("SELECT Body FROM {x_Tasks} WHERE Name = 'OptimizeJobs'", null, token), Cancellation);
        var remembered = waiting.SelectMany(body => JsonSerializer.Deserialize(body, WorkloadJsonContext.Default.OptimizeJob)!.Jobs).ToHashSet();
        return [.. still.Where(id => !remembered.Contains(id))];
    }

    private Task<long> CountDueAsync() => server.Database("JobDB").ReadAsync(
        (session, token) => session.ScalarAsync<long>($"SELECT COUNT(*) FROM {{x_Tasks}} WHERE {Due}{session.Dialect.UtcNowMs})", null, token), Cancellation);
}
