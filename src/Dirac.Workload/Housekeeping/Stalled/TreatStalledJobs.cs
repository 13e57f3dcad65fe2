using Dirac.Hosting.Configuration;
using Dirac.Model.Jobs;
using Dirac.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Housekeeping.Stalled;

/// <summary>Task: DIRAC's StalledJobAgent. Looks for jobs nobody has heard of and does what <see cref="StalledJobRules"/> decides.</summary>
/// <remarks>
/// Jobs with a live attempt of ours are left to their leases. However many there are, they are treated some at a time, each time in a short
/// transaction that looks at the rows again.
/// </remarks>
internal sealed partial class TreatStalledJobs(
    WorkloadDatabases databases,
    StalledJobEffects effects,
    IConfigurationSnapshots snapshots,
    IOptions<WorkloadOptions> options,
    TimeProvider clock,
    ILogger<TreatStalledJobs> logger) : ITaskHandler<StalledJobRound>
{
    private const int AtOnce = 200;

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<StalledJobRound>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        var settings = StalledJobSettings.Read(AgentSection.Of(snapshots, StalledJobSettings.Agent), options.Value);
        if (!settings.IsEnabled) return [.. batch.Select(_ => TaskOutcome.Done)];
        foreach (var status in StalledJobRules.Statuses)
        {
            if (await TreatAsync(status, settings, context.Stopping, cancellationToken) is > 0 and var treated) LogTreated(treated, status);
        }

        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    private async Task<int> TreatAsync(JobStatus status, StalledJobSettings settings, CancellationToken stopping, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow().UtcDateTime - StalledJobRules.AgeOf(status, settings);
        var (last, treated) = (0L, 0);
        while (!stopping.IsCancellationRequested)
        {
            var after = last;
            var found = await databases.Jobs.ReadAsync(
                (session, token) => StalledJobStore.SilentAsync(session, status.ToString(), before, after, AtOnce, token), cancellationToken);
            if (found.Count > 0) treated += await TreatAsync(found, status, settings, cancellationToken);
            if (found.Count < AtOnce) return treated;
            last = found[^1];
        }

        return treated;
    }

    private async Task<int> TreatAsync(IReadOnlyList<long> ids, JobStatus status, StalledJobSettings settings, CancellationToken cancellationToken)
    {
        var pilots = status == JobStatus.Stalled ? await PilotsAsync(ids, cancellationToken) : new Dictionary<long, string>();
        return await databases.Jobs.WriteAsync((session, token) => effects.RunAsync(session, ids, status, pilots, settings, token), cancellationToken);
    }

    private async Task<IReadOnlyDictionary<long, string>> PilotsAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var named = await databases.Jobs.ReadAsync((session, token) => StalledJobStore.PilotsAsync(session, ids, token), cancellationToken);
        if (named.Count == 0) return named;
        List<string> references = [.. named.Values.Distinct()];
        var known = await databases.Pilots.ReadAsync((session, token) => StalledJobStore.PilotStatusesAsync(session, references, token), cancellationToken);
        return named.Where(pair => known.ContainsKey(pair.Value)).ToDictionary(pair => pair.Key, pair => known[pair.Value]);
    }

    [LoggerMessage(6801, LogLevel.Information, "{Jobs} silent jobs that were {Status} were treated.")]
    private partial void LogTreated(int jobs, JobStatus status);
}
