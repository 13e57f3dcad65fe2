using Dirac.Tasks.Storage;

namespace Dirac.Tasks.Tests.Storage;

public sealed class SettlementQueueTests
{
    private static readonly TaskDefinition Definition = TaskWorld.Note();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Add_WhileOthersAreRecorded_AreRecordedTogetherAfterwards()
    {
        var (recorded, entered, leave) = (new List<int>(), new TaskCompletionSource(), new TaskCompletionSource());
        var queue = new SettlementQueue(async calls =>
        {
            recorded.Add(calls.Count);
            entered.TrySetResult();
            await leave.Task;
            return [.. calls.Select(call => call.Settlements.Count)];
        });
        var first = queue.AddAsync(Call(1));
        await entered.Task;
        Task<int>[] others = [.. Enumerable.Range(2, 5).Select(id => queue.AddAsync(Call(id)))];

        leave.SetResult();

        var held = await Task.WhenAll([first, .. others]).WaitAsync(Token);
        Assert.Equal([1, 1, 1, 1, 1, 1], held);
        Assert.Equal([1, 5], recorded);
    }

    [Fact]
    public async Task Add_OneThatCannotBeRecorded_CostsOthersNothing()
    {
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        var queue = new SettlementQueue(async calls =>
        {
            entered.TrySetResult();
            await leave.Task;
            return calls.Any(call => call.Batch.Tasks[0].TaskID == 3) ? throw new InvalidOperationException("as the test wants") : [.. calls.Select(_ => 1)];
        });
        var first = queue.AddAsync(Call(1));
        await entered.Task;
        Task<int>[] others = [.. Enumerable.Range(2, 3).Select(id => queue.AddAsync(Call(id)))];

        leave.SetResult();

        await Assert.ThrowsAsync<InvalidOperationException>(() => others[1]);
        var held = await Task.WhenAll(first, others[0], others[2]).WaitAsync(Token);
        Assert.Equal([1, 1, 1], held);
    }

    [Fact]
    public async Task Add_AfterAFailure_IsRecordedAgain()
    {
        var fails = true;
        var queue = new SettlementQueue(calls => fails ? throw new InvalidOperationException("as the test wants") : Task.FromResult<IReadOnlyList<int>>([1]));
        await Assert.ThrowsAsync<InvalidOperationException>(() => queue.AddAsync(Call(1)));

        fails = false;

        Assert.Equal(1, await queue.AddAsync(Call(2)).WaitAsync(Token));
    }

    private static SettledCall Call(long id)
    {
        var row = new TaskRow { TaskID = id, Name = Definition.Name, Body = "{}" };
        return new SettledCall(new ClaimBatch(Definition, [row]) { Epoch = 1 }, [new Settlement.Remove(row)]);
    }
}
