using Dirac.Hosting.Configuration;
using Dirac.Model.Data;
using Dirac.Model.Errors;
using Dirac.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Sandboxes;

/// <summary>Task: removes sandboxes that no job needs (domain rules 7), and files that nobody knows of.</summary>
/// <remarks>
/// The row goes first: from then on nobody can assign the sandbox. Then its file is put aside and looked at once more: when it was uploaded anew
/// meanwhile it is put back, which changes nothing, since a file's name says its content.
/// </remarks>
internal sealed partial class CleanSandboxes(
    WorkloadDatabases databases,
    SandboxFiles files,
    IConfigurationSnapshots snapshots,
    IOptions<WorkloadOptions> options,
    TimeProvider clock,
    ILogger<CleanSandboxes> logger) : ITaskHandler<SandboxRound>
{
    private const int RowsAtOnce = 10_000;
    private const int FilesAtOnce = 500;

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<SandboxRound>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        var settings = SandboxCleaningSettings.Read(snapshots.Current.Root, options.Value);
        var removed = await RemoveUnusedAsync(settings, context.Stopping, cancellationToken);
        var orphans = await RemoveOrphansAsync(settings, context.Stopping, cancellationToken);
        if (removed + orphans > 0) LogCleaned(removed, orphans);
        return [.. batch.Select(_ => TaskOutcome.Done)];
    }

    private async Task<int> RemoveUnusedAsync(SandboxCleaningSettings settings, CancellationToken stopping, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var last = await databases.Sandboxes.ReadAsync(SandboxStore.LastIdAsync, cancellationToken);
        var removed = 0;
        for (var from = 0L; from <= last && !stopping.IsCancellationRequested; from += RowsAtOnce)
        {
            var start = from;
            var unused = await databases.Sandboxes.ReadAsync(
                (session, token) => SandboxStore.UnusedAsync(session, SandboxName.DefaultSE, start, start + RowsAtOnce, now - settings.Unassigned, now - settings.Grace, token),
                cancellationToken);
            foreach (var sandbox in unused) removed += await RemoveAsync(sandbox, now - settings.Grace, cancellationToken) ? 1 : 0;
        }

        return removed;
    }

    private async Task<bool> RemoveAsync(SandboxRow sandbox, DateTime quietSince, CancellationToken cancellationToken)
    {
        if (!await databases.Sandboxes.WriteAsync((session, token) => SandboxStore.DeleteUnusedAsync(session, sandbox.SBId, quietSince, token), cancellationToken)) return false;
        if (ContentOf(sandbox) is { } content) await RemoveFileAsync(content, cancellationToken);
        return true;
    }

    private async Task RemoveFileAsync(SandboxContent content, CancellationToken cancellationToken)
    {
        if (files.PutAside(content) is not { } aside) return;
        if (await IsKnownAsync(content, cancellationToken)) files.PutBack(content, aside);
        else files.Remove(aside);
    }

    private async Task<int> RemoveOrphansAsync(SandboxCleaningSettings settings, CancellationToken stopping, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var chunk in files.OlderThan(clock.GetUtcNow() - settings.Orphan).Chunk(FilesAtOnce))
        {
            if (stopping.IsCancellationRequested) break;
            removed += await RemoveOrphansAsync(chunk, cancellationToken);
        }

        return removed;
    }

    private async Task<int> RemoveOrphansAsync(IReadOnlyList<SandboxFile> chunk, CancellationToken cancellationToken)
    {
        var pfns = chunk.Select(file => file.Content.Pfn).Distinct().ToList();
        var known = (await databases.Sandboxes.ReadAsync(
            (session, token) => SandboxStore.KnownAsync(session, SandboxName.DefaultSE, pfns, token), cancellationToken)).ToHashSet();
        var removed = 0;
        foreach (var file in chunk)
        {
            // A file put aside by somebody who died before putting it back.
            if (file.IsAside && known.Contains(file.Content.Pfn)) files.PutBack(file.Content, file.Path);
            else if (!file.IsWhole) removed += files.Remove(file.Path);
            else if (!known.Contains(file.Content.Pfn))
            {
                await RemoveFileAsync(file.Content, cancellationToken);
                removed++;
            }
        }

        return removed;
    }

    private async Task<bool> IsKnownAsync(SandboxContent content, CancellationToken cancellationToken) =>
        (await databases.Sandboxes.ReadAsync((session, token) => SandboxStore.KnownAsync(session, SandboxName.DefaultSE, [content.Pfn], token), cancellationToken)).Count > 0;

    // A row of DIRAC's own has a file of another kind, which is DIRAC's to delete.
    private static SandboxContent? ContentOf(SandboxRow sandbox)
    {
        try
        {
            return SandboxName.Parse(sandbox.SEPFN).Content;
        }
        catch (DiracException error) when (error.Code == ErrorCode.BadRequest)
        {
            return null;
        }
    }

    [LoggerMessage(6821, LogLevel.Information, "{Removed} sandboxes that no job needs were removed, and {Orphans} files that nobody knew of.")]
    private partial void LogCleaned(int removed, int orphans);
}
