using Dirac.Model.Data;
using Dirac.Model.Errors;
using Dirac.Model.Jdl;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Workload.Sandboxes;

namespace Dirac.Workload.Sets;

/// <summary>Keeps the input sandboxes of jobs that are submitted later from being cleaned. Safe to repeat.</summary>
internal sealed class ChainSandboxes(WorkloadDatabases databases)
{
    /// <summary>Ties the sandboxes named by descriptions to a set.</summary>
    /// <exception cref="DiracException">BadRequest: one does not exist, or is somebody else's.</exception>
    public async Task KeepAsync(Caller owner, long set, IEnumerable<string> descriptions, CancellationToken cancellationToken)
    {
        var names = descriptions.Select(text => ClassAd.Parse(text.TrimStart().StartsWith('[') ? text : $"[{text}]"))
            .SelectMany(ad => new JobDescription(ad).InputSandbox).Where(SandboxName.HasPrefix).Distinct().Select(SandboxName.Parse).ToList();
        if (names.Count == 0) return;
        await databases.Sandboxes.WriteAsync(
            async (session, token) =>
            {
                var mappings = new List<(long, string)>(names.Count);
                foreach (var name in names) mappings.Add((await OwnAsync(session, owner, name, token), Entity(set)));
                await SandboxStore.AssignManyAsync(session, mappings, SandboxStore.Input, token);
            },
            cancellationToken);
    }

    /// <summary>Lets the sandboxes of a set go; those of jobs stay.</summary>
    public Task LetGoAsync(long set, CancellationToken cancellationToken) =>
        databases.Sandboxes.WriteAsync((session, token) => SandboxStore.UnassignAsync(session, [Entity(set)], token), cancellationToken);

    private static async Task<long> OwnAsync(IDbSession session, Caller owner, SandboxName name, CancellationToken cancellationToken)
    {
        var sandbox = await SandboxStore.FindAsync(session, name, cancellationToken);
        if (sandbox is null || sandbox.VO != owner.Vo || sandbox.Owner != owner.UserName)
            throw new DiracException(ErrorCode.BadRequest, $"Sandbox {name} does not exist, or is not yours.", "Upload the input files of later jobs first.");
        return sandbox.SBId;
    }

    private static string Entity(long set) => $"JobSet:{set}";
}
