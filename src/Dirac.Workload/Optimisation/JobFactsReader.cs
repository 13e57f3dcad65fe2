using Dirac.Model.Data;
using Dirac.Model.Jdl;
using Dirac.Persistence;
using Dirac.Workload.Attempts;
using Dirac.Workload.Jobs;
using Dirac.Workload.Ports;
using Dirac.Workload.Sandboxes;

namespace Dirac.Workload.Optimisation;

/// <summary>Gathers what optimizers look at, for many jobs at once.</summary>
internal sealed class JobFactsReader(
    WorkloadDatabases databases,
    AssignSandboxes sandboxes,
    IReplicaCatalogue catalogue,
    TimeProvider clock)
{
    /// <summary>The facts of those jobs that exist, by job.</summary>
    public async Task<IReadOnlyDictionary<long, JobFacts>> ReadAsync(IReadOnlyList<long> ids, string optimizer, CancellationToken cancellationToken)
    {
        var stored = await databases.Jobs.ReadAsync((session, token) => LoadAsync(session, ids, token), cancellationToken);
        var facts = new Dictionary<long, JobFacts>();
        foreach (var job in stored) facts[job.Job.JobID] = await EnrichAsync(job, optimizer, cancellationToken);
        return facts;
    }

    private async Task<List<JobFacts>> LoadAsync(IDbSession session, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var rows = await JobStore.LoadAsync(session, null, ids, cancellationToken);
        var texts = (await JobStore.LoadJdlsAsync(session, ids, cancellationToken)).ToDictionary(row => row.JobID);
        var values = await ParameterStore.GetOptimizerAsync(session, ids, cancellationToken);
        var live = (await AttemptStore.LiveAmongAsync(session, ids, cancellationToken)).ToHashSet();
        var now = clock.GetUtcNow().UtcDateTime;
        return [.. rows.Select(row => new JobFacts
        {
            Job = row,
            Description = new JobDescription(texts[row.JobID].Derived),
            Parameters = values[row.JobID].ToDictionary(value => value.Name, value => value.Value),
            HasLivePayload = live.Contains(row.JobID),
            Now = now,
        })];
    }

    private async Task<JobFacts> EnrichAsync(JobFacts facts, string optimizer, CancellationToken cancellationToken) => optimizer switch
    {
        JobSanityOptimizer.Name => facts with { SandboxProblem = await sandboxes.AssignInputAsync(facts.Job, facts.Description, cancellationToken) },
        InputDataOptimizer.Name => facts with { Replicas = await FindAsync(facts, cancellationToken) },
        _ => facts,
    };

    private Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> FindAsync(JobFacts facts, CancellationToken cancellationToken) =>
        catalogue.FindSitesAsync(facts.Job.VO, [.. facts.Description.InputData.Select(text => Lfn.Parse(text).Path)], cancellationToken);
}
