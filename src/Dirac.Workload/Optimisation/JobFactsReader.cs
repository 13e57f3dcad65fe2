using Dirac.Model.Data;
using Dirac.Model.Errors;
using Dirac.Model.Jdl;
using Dirac.Persistence;
using Dirac.Workload.Attempts;
using Dirac.Workload.Jobs;
using Dirac.Workload.Ports;
using Dirac.Workload.Resources;
using Dirac.Workload.Sandboxes;

namespace Dirac.Workload.Optimisation;

/// <summary>Gathers all that optimizers look at, for many jobs at once.</summary>
internal sealed class JobFactsReader(WorkloadDatabases databases, AssignSandboxes sandboxes, IReplicaCatalogue catalogue, KnownResources resources, ServiceStates states, TimeProvider clock)
{
    /// <summary>The facts of those jobs that exist and wait for an optimizer.</summary>
    public async Task<IReadOnlyList<JobFacts>> ReadAsync(IReadOnlyList<long> ids, string wanted, CancellationToken cancellationToken)
    {
        var stored = await databases.Jobs.ReadAsync((session, token) => LoadAsync(session, ids, wanted, token), cancellationToken);
        var described = InParallel.Map(stored, job => Describe(job.Facts, job.Text));
        var problems = await sandboxes.AssignInputsAsync([.. described.Where(facts => facts.Problem is null).Select(facts => (facts.Job, facts.Description))], cancellationToken);
        var complete = new List<JobFacts>(described.Count);
        foreach (var facts in described)
        {
            var replicas = await FindAsync(facts, cancellationToken);
            complete.Add(facts with { SandboxProblem = problems.GetValueOrDefault(facts.Job.JobID), Replicas = replicas, OutOfService = OutOfService(facts, replicas) });
        }

        return complete;
    }

    private async Task<List<(JobFacts Facts, JobJdlRow Text)>> LoadAsync(IDbSession session, IReadOnlyList<long> ids, string wanted, CancellationToken cancellationToken)
    {
        var rows = (await JobStore.LoadAsync(session, null, ids, cancellationToken))
            .Where(row => OptimizerRun.Start(wanted, new JobRowState(row.ParsedStatus, row.MinorStatus)) is not null).ToList();
        if (rows.Count == 0) return [];
        long[] live = [.. rows.Select(row => row.JobID)];
        var texts = (await JobStore.LoadDerivedAsync(session, live, cancellationToken)).ToDictionary(row => row.JobID);
        var values = await ParameterStore.GetOptimizerAsync(session, live, cancellationToken);
        var running = (await AttemptStore.LeasedAmongAsync(session, live, cancellationToken)).ToHashSet();
        var now = clock.GetUtcNow().UtcDateTime;
        return [.. rows.Select(row => (
            new JobFacts
            {
                Job = row,
                Description = NoDescription,
                Parameters = values[row.JobID].ToDictionary(value => value.Name, value => value.Value),
                HasLivePayload = running.Contains(row.JobID),
                Resources = resources.Of(row.VO),
                Now = now,
            },
            texts[row.JobID]))];
    }

    private static readonly JobDescription NoDescription = new(ClassAd.Empty);

    private static JobFacts Describe(JobFacts facts, JobJdlRow text)
    {
        try
        {
            return facts with { Description = new JobDescription(text.Derived) };
        }
        catch (DiracException error)
        {
            return facts with { Problem = error.Message };
        }
    }

    private Dictionary<string, ResourceStatus> OutOfService(JobFacts facts, IReadOnlyDictionary<string, IReadOnlyList<string>> replicas)
    {
        var found = new Dictionary<string, ResourceStatus>();
        foreach (var site in facts.Description.Sites.Concat(InputDataOptimizer.CandidatesIn(facts.Parameters)).Concat(replicas.Values.SelectMany(sites => sites)))
        {
            if (states.OfSite(facts.Job.VO, site) is { } status) found[site] = status;
        }

        return found;
    }

    private async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> FindAsync(JobFacts facts, CancellationToken cancellationToken) =>
        facts.Description.InputData.Count == 0
            ? facts.Replicas
            : await catalogue.FindSitesAsync(facts.Job.VO, [.. facts.Description.InputData.Select(text => Lfn.Parse(text).Path)], cancellationToken);
}
