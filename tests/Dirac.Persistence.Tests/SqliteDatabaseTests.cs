using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Dirac.Persistence.Tests;

public sealed class SqliteDatabaseTests() : DatabaseContract(Engine.Sqlite)
{
    [Fact]
    public async Task Write_InsideAWrite_IsRefusedInsteadOfWaitingForItself() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Database.WriteAsync(
            (_, _) => Database.WriteAsync((session, token) => session.InsertManyAsync("Things", NameOnly, [["one"]], token), Token), Token));

    [Fact]
    public async Task Read_Writing_IsRefused() =>
        await Assert.ThrowsAsync<SqliteException>(() => Database.ReadAsync(
            (session, token) => session.ExecuteAsync("DELETE FROM {Things}", null, token), Token));

    [Fact]
    public async Task Write_Runs_InTheCallersTrace()
    {
        using var activity = new Activity("caller").Start();

        var seen = await Database.WriteAsync((_, _) => Task.FromResult(Activity.Current?.TraceId), Token);

        Assert.Equal(activity.TraceId, seen);
    }

    [Fact]
    public async Task Write_WhileOneIsRunning_IsCommittedTogetherAfterIt()
    {
        var entered = new TaskCompletionSource();
        var leave = new TaskCompletionSource();
        var first = Database.WriteAsync(
            async (session, token) =>
            {
                await session.InsertManyAsync("Things", NameOnly, [["first"]], token);
                entered.SetResult();
                await leave.Task;
            },
            Token);
        await entered.Task;
        var second = Database.WriteAsync((session, token) => session.InsertManyAsync("Things", NameOnly, [["second"]], token), Token);

        Assert.Empty(await NamesAsync());
        leave.SetResult();
        await Task.WhenAll(first, second);

        Assert.Equal(["first", "second"], await NamesAsync());
    }
}
