using Dirac.Model.Data;
using Dirac.Model.Errors;
using Dirac.Model.Jdl;
using Dirac.Persistence;
using Dirac.Workload.Jobs;

namespace Dirac.Workload.Sandboxes;

/// <summary>Ties sandboxes to jobs, which keeps them from being cleaned. Safe to repeat.</summary>
internal sealed class AssignSandboxes(WorkloadDatabases databases)
{
    /// <summary>Assigns the input sandboxes of many jobs; returns why it cannot be done, by job, for those with a problem.</summary>
    public async Task<IReadOnlyDictionary<long, string>> AssignInputsAsync(
        IReadOnlyList<(JobRow Job, JobDescription Description)> jobs, CancellationToken cancellationToken)
    {
        var problems = new Dictionary<long, string>();
        var wanted = new List<(JobRow Job, SandboxName Name)>();
        foreach (var (job, description) in jobs)
        {
            try
            {
                wanted.AddRange(description.InputSandbox.Where(SandboxName.HasPrefix).Select(text => (job, SandboxName.Parse(text))));
            }
            catch (DiracException error) when (error.Code == ErrorCode.BadRequest)
            {
                problems[job.JobID] = error.Message;
            }
        }

        if (wanted.Count == 0) return problems;
        var refused = await databases.Sandboxes.WriteAsync((session, token) => AssignManyAsync(session, wanted, token), cancellationToken);
        foreach (var (job, problem) in refused) problems.TryAdd(job, problem);
        return problems;
    }

    /// <summary>Assigns an output sandbox that belongs to the job's owner.</summary>
    /// <returns>Why it cannot be done, or null.</returns>
    public async Task<string?> AssignOutputAsync(JobRow job, string name, CancellationToken cancellationToken)
    {
        var parsed = SandboxName.Parse(name);
        return await databases.Sandboxes.WriteAsync((session, token) => AssignAsync(session, job, parsed, SandboxStore.Output, token), cancellationToken);
    }

    /// <summary>Assigns sandboxes of either type; a job for which one of them cannot be assigned gets none.</summary>
    /// <returns>Why it cannot be done, by job, for those with a problem.</returns>
    public Task<IReadOnlyDictionary<long, string>> AssignAsync(
        IReadOnlyList<(JobRow Job, SandboxName Name, string Type)> wanted, CancellationToken cancellationToken) =>
        databases.Sandboxes.WriteAsync((session, token) => AssignAllAsync(session, wanted, token), cancellationToken);

    private static async Task<IReadOnlyDictionary<long, string>> AssignAllAsync(
        IDbSession session, IReadOnlyList<(JobRow Job, SandboxName Name, string Type)> wanted, CancellationToken cancellationToken)
    {
        var problems = new Dictionary<long, string>();
        var found = new List<(JobRow Job, long Sandbox, string Type)>();
        foreach (var group in wanted.GroupBy(entry => entry.Name))
        {
            var sandbox = await SandboxStore.FindAsync(session, group.Key, cancellationToken);
            foreach (var (job, name, type) in group)
            {
                if (Refusal(sandbox, job, name) is { } problem) problems.TryAdd(job.JobID, problem);
                else found.Add((job, sandbox!.SBId, type));
            }
        }

        foreach (var type in found.Where(entry => !problems.ContainsKey(entry.Job.JobID)).GroupBy(entry => entry.Type))
        {
            await SandboxStore.AssignManyAsync(
                session, [.. type.Select(entry => (entry.Sandbox, SandboxStore.JobEntity(entry.Job.JobID)))], type.Key, cancellationToken);
        }

        return problems;
    }

    // A hundred thousand jobs of one submission share their sandboxes: each is looked up once.
    private static async Task<List<(long Job, string Problem)>> AssignManyAsync(
        IDbSession session, List<(JobRow Job, SandboxName Name)> wanted, CancellationToken cancellationToken)
    {
        var problems = new List<(long Job, string Problem)>();
        var mappings = new List<(long Sandbox, long Job, SandboxName Name)>();
        foreach (var group in wanted.GroupBy(pair => pair.Name))
        {
            var sandbox = await SandboxStore.FindAsync(session, group.Key, cancellationToken);
            foreach (var (job, name) in group)
            {
                if (Refusal(sandbox, job, name) is { } problem) problems.Add((job.JobID, problem));
                else mappings.Add((sandbox!.SBId, job.JobID, name));
            }
        }

        var gone = await SandboxStore.AssignManyAsync(session, [.. mappings.Select(mapping => (mapping.Sandbox, SandboxStore.JobEntity(mapping.Job)))], SandboxStore.Input, cancellationToken);
        problems.AddRange(mappings.Where(mapping => gone.Contains(mapping.Sandbox)).Select(mapping => (mapping.Job, Missing(mapping.Name))));
        return problems;
    }

    private static string? Refusal(SandboxRow? sandbox, JobRow job, SandboxName name)
    {
        if (sandbox is null) return Missing(name);
        return sandbox.VO != job.VO || sandbox.Owner != job.Owner ? $"Sandbox {name} belongs to {sandbox.Owner}, not to {job.Owner}" : null;
    }

    private static async Task<string?> AssignAsync(IDbSession session, JobRow job, SandboxName name, string type, CancellationToken cancellationToken)
    {
        var sandbox = await SandboxStore.FindAsync(session, name, cancellationToken);
        if (Refusal(sandbox, job, name) is { } problem) return problem;
        var gone = await SandboxStore.AssignManyAsync(session, [(sandbox!.SBId, SandboxStore.JobEntity(job.JobID))], type, cancellationToken);
        return gone.Count > 0 ? Missing(name) : null;
    }

    private static string Missing(SandboxName name) => $"Sandbox {name} does not exist: it was never uploaded, or was cleaned because no job used it";
}
