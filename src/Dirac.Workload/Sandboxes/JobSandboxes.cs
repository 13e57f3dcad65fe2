using Dirac.Model.Api;
using Dirac.Model.Data;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Workload.Jobs;

namespace Dirac.Workload.Sandboxes;

/// <summary>Which sandboxes belong to which jobs, for callers.</summary>
internal sealed class JobSandboxes(WorkloadDatabases databases, AssignSandboxes assign)
{
    private const int JobsAtOnce = 500;
    private static readonly string[] Types = [SandboxStore.Input, SandboxStore.Output];

    /// <summary>Names (without SE) of a job's sandboxes of one type; a single null when there is none, as DiracX's clients expect.</summary>
    public async Task<IReadOnlyList<string?>> ListAsync(Caller caller, long job, string type, CancellationToken cancellationToken)
    {
        await DemandReadAsync(caller, job, cancellationToken);
        var found = await databases.Sandboxes.ReadAsync((session, token) => SandboxStore.OfEntityAsync(session, SandboxStore.JobEntity(job), type, token), cancellationToken);
        return found.Count == 0 ? [null] : [.. found.Select(sandbox => sandbox.SEPFN)];
    }

    /// <summary>Names (without SE) of the sandboxes of many jobs, by type.</summary>
    public async Task<JobSandboxesReply> ListAsync(Caller caller, IReadOnlyList<long> jobs, CancellationToken cancellationToken)
    {
        var rows = (await databases.Jobs.ReadAsync((session, token) => JobStore.ReadAsync(session, caller.Vo, jobs, token), cancellationToken)).ToDictionary(row => row.JobID);
        var failed = jobs.Where(job => Refusal(caller, rows.GetValueOrDefault(job), job) is not null)
            .ToDictionary(job => job, job => new FailedItem(Refusal(caller, rows.GetValueOrDefault(job), job)!));
        List<long> readable = [.. jobs.Where(job => !failed.ContainsKey(job))];
        var found = await databases.Sandboxes.ReadAsync(
            (session, token) => SandboxStore.OfEntitiesAsync(session, [.. readable.Select(SandboxStore.JobEntity)], token), cancellationToken);
        var byEntity = found.ToLookup(row => (row.EntityId, row.Type), row => row.SEPFN);
        return new JobSandboxesReply(
            readable.ToDictionary(
                job => job,
                IReadOnlyDictionary<string, IReadOnlyList<string>> (job) => Types.ToDictionary(type => type, IReadOnlyList<string> (type) => [.. byEntity[(SandboxStore.JobEntity(job), type)]])),
            failed);
    }

    /// <summary>The sandboxes of a job, whole.</summary>
    public async Task<IReadOnlyList<EntitySandboxRow>> OfJobAsync(Caller caller, long job, CancellationToken cancellationToken)
    {
        await DemandReadAsync(caller, job, cancellationToken);
        return await databases.Sandboxes.ReadAsync((session, token) => SandboxStore.OfEntitiesAsync(session, [SandboxStore.JobEntity(job)], token), cancellationToken);
    }

    public async Task AssignOutputAsync(Caller caller, long job, string pfn, CancellationToken cancellationToken)
    {
        var rows = await databases.Jobs.ReadAsync((session, token) => JobWriters.DemandAsync(session, caller, [job], JobRights.PutSandbox, token), cancellationToken);
        var problems = await assign.AssignAsync([(rows.Single(), Name(pfn), SandboxStore.Output)], cancellationToken);
        if (problems.TryGetValue(job, out var problem)) throw new DiracException(ErrorCode.BadRequest, problem);
    }

    /// <summary>Assigns sandboxes to many jobs, whose owner's they must be; one outcome per job.</summary>
    /// <exception cref="DiracException">BadRequest: something is not the name of a sandbox, or of a type. Nothing is assigned then.</exception>
    public async Task<BulkResult> AssignAsync(
        Caller caller, IReadOnlyDictionary<long, IReadOnlyList<SandboxAssignment>> wanted, CancellationToken cancellationToken)
    {
        var names = wanted.ToDictionary(job => job.Key, job => job.Value.WithoutHoles($"The sandboxes of job {job.Key}").Select(Read).ToList());
        var outcome = new BulkOutcome();
        foreach (var chunk in names.Keys.Chunk(JobsAtOnce))
        {
            var (rows, refused) = await databases.Jobs.ReadAsync(
                (session, token) => JobWriters.SortAsync(session, caller, chunk, JobRights.PutSandbox, token), cancellationToken);
            outcome.Add(refused.ToResult());
            var problems = await assign.AssignAsync(
                [.. rows.SelectMany(row => names[row.JobID].Select(name => (row, name.Name, name.Type)))], cancellationToken);
            foreach (var row in rows)
            {
                if (problems.TryGetValue(row.JobID, out var problem)) outcome.Fail(row.JobID, problem);
                else outcome.Succeed(row.JobID, new StatusChange());
            }
        }

        return outcome.ToResult();
    }

    public async Task UnassignAsync(Caller caller, IReadOnlyList<long> jobs, CancellationToken cancellationToken)
    {
        if (jobs.Count == 0) return;
        await databases.Jobs.ReadAsync((session, token) => JobWriters.DemandAsync(session, caller, jobs, JobRights.PutSandbox, token), cancellationToken);
        await UnassignAnyAsync(jobs, cancellationToken);
    }

    /// <summary>Unassigns the sandboxes of those jobs the caller may write to, as DIRAC does; returns how many that are.</summary>
    public async Task<int> UnassignAllowedAsync(Caller caller, IReadOnlyList<long> jobs, CancellationToken cancellationToken)
    {
        var allowed = new List<long>();
        foreach (var chunk in jobs.Chunk(JobsAtOnce))
        {
            var (rows, _) = await databases.Jobs.ReadAsync((session, token) => JobWriters.SortAsync(session, caller, chunk, JobRights.PutSandbox, token), cancellationToken);
            allowed.AddRange(rows.Select(row => row.JobID));
        }

        await UnassignAnyAsync(allowed, cancellationToken);
        return allowed.Count;
    }

    /// <summary>Unassigns the sandboxes of jobs, also of those that are gone, for services that clean up.</summary>
    public async Task UnassignAnyAsync(IReadOnlyList<long> jobs, CancellationToken cancellationToken)
    {
        if (jobs.Count == 0) return;
        await databases.Sandboxes.WriteAsync((session, token) => SandboxStore.UnassignAsync(session, [.. jobs.Select(SandboxStore.JobEntity)], token), cancellationToken);
    }

    private async Task DemandReadAsync(Caller caller, long job, CancellationToken cancellationToken)
    {
        if (caller.Kind == CallerKind.Pilot)
        {
            await databases.Jobs.ReadAsync((session, token) => JobWriters.DemandAsync(session, caller, [job], JobRights.GetSandbox, token), cancellationToken);
            return;
        }

        var row = (await databases.Jobs.ReadAsync((session, token) => JobStore.ReadAsync(session, caller.Vo, [job], token), cancellationToken)).SingleOrDefault();
        if (Refusal(caller, row, job) is { } refusal) throw new DiracException(row is null ? ErrorCode.NotFound : ErrorCode.NotAuthorized, refusal);
    }

    private static string? Refusal(Caller caller, JobRow? row, long job)
    {
        if (row is null) return $"Job {job} does not exist.";
        return SandboxAccess.MayRead(caller, JobAccess.Ownership(row)) ? null : $"Job {job} belongs to {row.Owner}; you ({caller.UserName}) may not see its sandboxes.";
    }

    private (SandboxName Name, string Type) Read(SandboxAssignment assignment) => Types.Contains(assignment.Type)
        ? (Name(assignment.Pfn), assignment.Type)
        : throw new DiracException(ErrorCode.BadRequest, $"'{assignment.Type}' is no type of sandbox.", "It is Input or Output. Nothing was assigned.");

    // DiracX's clients leave the SE out.
    private static SandboxName Name(string pfn)
    {
        var name = SandboxName.Parse(pfn);
        return name.SE.Length > 0 ? name : SandboxName.Parse($"SB:{SandboxName.DefaultSE}|{name.Pfn}");
    }
}
