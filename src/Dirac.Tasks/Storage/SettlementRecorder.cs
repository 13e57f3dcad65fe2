using Dirac.Persistence;

namespace Dirac.Tasks.Storage;

/// <summary>Writes down what became of claimed tasks. Those no longer held are left to their new holder. Safe for concurrent use.</summary>
internal sealed class SettlementRecorder(IDatabase database, TaskEnds ends)
{
    /// <summary>Records the outcomes of some calls in one transaction.</summary>
    /// <returns>How many tasks of each call were still held. Of calls of one kind and claim, those that were not are counted to the last.</returns>
    public Task<IReadOnlyList<int>> RecordAsync(IReadOnlyList<SettledCall> calls) =>
        database.WriteAsync(
            async (session, token) =>
            {
                var held = new int[calls.Count];
                foreach (var alike in calls.Index().GroupBy(call => (call.Item.Batch.Definition, call.Item.Batch.Epoch)))
                {
                    var left = await RecordAsync(session, alike.Key.Epoch, [.. alike.SelectMany(call => call.Item.Settlements)], token);
                    foreach (var (index, call) in alike)
                    {
                        held[index] = Math.Min(left, call.Settlements.Count);
                        left -= held[index];
                    }
                }
                return (IReadOnlyList<int>)held;
            },
            CancellationToken.None);

    private async Task<int> RecordAsync(IDbSession session, long epoch, IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        var held = await ends.DoneAsync(session, [.. settlements.OfType<Settlement.Remove>().Select(done => done.Task)], epoch, cancellationToken);
        foreach (var settlement in settlements)
        {
            held += settlement switch
            {
                Settlement.Release release => await ends.GiveBackAsync(session, release, epoch, cancellationToken),
                Settlement.Bury bury => await ends.BuryAsync(session, bury.Task, epoch, bury.Reason, bury.Errors, cancellationToken),
                _ => 0,
            };
        }
        return held;
    }
}
