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

    [Fact]
    public async Task Writer_Settings_SurviveAPowerCut() =>
        Assert.Equal(
            ("wal", 2, 1),
            await Database.WriteAsync(
                async (session, token) => (
                    await session.ScalarAsync<string>("PRAGMA journal_mode", null, token),
                    await session.ScalarAsync<int>("PRAGMA synchronous", null, token),
                    await session.ScalarAsync<int>("PRAGMA foreign_keys", null, token)),
                Token));

    [Fact]
    public async Task File_IsMade_ForItsOwnerOnly()
    {
        if (OperatingSystem.IsWindows())
            return;
        var path = await Database.ReadAsync((session, token) => session.ScalarAsync<string>("SELECT file FROM pragma_database_list", null, token), Token);

        foreach (var file in new[] { path, path + "-wal", path + "-shm" })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Write_AnotherProcessHoldsTheFile_WaitsForIt()
    {
        var path = await Database.ReadAsync((session, token) => session.ScalarAsync<string>("SELECT file FROM pragma_database_list", null, token), Token);
        await using var other = new SqliteConnection($"Data Source={path};Pooling=False");
        await other.OpenAsync(Token);
        await using var begin = new SqliteCommand("BEGIN IMMEDIATE", other);
        await begin.ExecuteNonQueryAsync(Token);

        var write = Database.WriteAsync((session, token) => session.InsertManyAsync("Things", NameOnly, [["one"]], token), Token);
        Assert.Empty(await NamesAsync());
        await using var commit = new SqliteCommand("COMMIT", other);
        await commit.ExecuteNonQueryAsync(Token);
        await write;

        Assert.Equal(["one"], await NamesAsync());
    }
}
