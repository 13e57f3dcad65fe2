using Dirac.Model.Data;
using Dirac.Model.Errors;
using Dirac.Model.Jdl;
using Dirac.Persistence;
using Dirac.Workload.Jobs;

namespace Dirac.Workload.Sandboxes;

/// <summary>Ties sandboxes to jobs, which keeps them from being cleaned. Safe to repeat.</summary>
internal sealed class AssignSandboxes(WorkloadDatabases databases)
{
    /// <summary>Assigns a job's input sandboxes; returns why it cannot be done, or null.</summary>
    public async Task<string?> AssignInputAsync(JobRow job, JobDescription description, CancellationToken cancellationToken)
    {
        var texts = description.InputSandbox.Where(SandboxName.HasPrefix).ToList();
        if (texts.Count == 0) return null;
        try
        {
            var names = texts.ConvertAll(SandboxName.Parse);
            return await databases.Sandboxes.WriteAsync((session, token) => AssignAllAsync(session, job, names, token), cancellationToken);
        }
        catch (DiracException error) when (error.Code == ErrorCode.BadRequest)
        {
            return error.Message;
        }
    }

    /// <summary>Assigns an output sandbox that belongs to the job's owner.</summary>
    /// <returns>Why it cannot be done, or null.</returns>
    public async Task<string?> AssignOutputAsync(JobRow job, string name, CancellationToken cancellationToken)
    {
        var parsed = SandboxName.Parse(name);
        return await databases.Sandboxes.WriteAsync((session, token) => AssignAsync(session, job, parsed, SandboxStore.Output, token), cancellationToken);
    }

    private static async Task<string?> AssignAllAsync(IDbSession session, JobRow job, List<SandboxName> names, CancellationToken cancellationToken)
    {
        foreach (var name in names)
        {
            if (await AssignAsync(session, job, name, SandboxStore.Input, cancellationToken) is { } problem) return problem;
        }

        return null;
    }

    private static async Task<string?> AssignAsync(IDbSession session, JobRow job, SandboxName name, string type, CancellationToken cancellationToken)
    {
        var sandbox = await SandboxStore.FindAsync(session, name, cancellationToken);
        if (sandbox is null) return $"Sandbox {name} does not exist: it was never uploaded, or was cleaned because no job used it";
        if (sandbox.VO != job.VO || sandbox.Owner != job.Owner) return $"Sandbox {name} belongs to {sandbox.Owner}, not to {job.Owner}";
        await SandboxStore.AssignAsync(session, sandbox.SBId, SandboxStore.JobEntity(job.JobID), type, cancellationToken);
        return null;
    }
}
