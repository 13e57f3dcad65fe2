using Dirac.Model.Jobs;
using Dirac.Persistence;
using Dirac.Workload.Logging;
using Dirac.Workload.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Tests.Stores;

public sealed class LoggingSqlite(Support.Stores stores) : LoggingContract(stores, Engine.Sqlite);

public sealed class LoggingMySql(Support.Stores stores) : LoggingContract(stores, Engine.MySql);

/// <summary>History lines reach JobLoggingDB exactly once, whenever the relay dies.</summary>
public abstract class LoggingContract(Support.Stores stores, Engine engine) : StoreContract(stores, engine)
{
    private static long _job = 5_000_000;

    private readonly long _id = Interlocked.Increment(ref _job);

    private LoggingRelay Relay => Databases.Services.GetRequiredService<LoggingRelay>();

    private JobHistory History => Databases.Services.GetRequiredService<JobHistory>();

    [Fact]
    public async Task Drain_MovesEveryLineOnceInOrder()
    {
        await AddAsync("Received", "Checking", "Waiting");
        var before = await LinesAsync();

        await Relay.DrainAsync(Token);
        await Relay.DrainAsync(Token);

        Assert.Equal(["Received", "Checking", "Waiting"], before);
        Assert.Equal(before, await LinesAsync());
        Assert.Equal(0, await CountAsync("JobDB", "x_LoggingOutbox", $"JobID = {_id}"));
        Assert.Equal(3, await CountAsync("JobLoggingDB", "LoggingInfo", $"JobID = {_id} AND SeqNum IN (1, 2, 3)"));
        Assert.Equal(LoggingHistory.OrderOf(Now.AddSeconds(2)), (await History.LastOrdersAsync([_id], Token))[_id], 3);
    }

    [Fact]
    public async Task Drain_RelayDiedAfterNamingTheBatch_IsFinishedByTheNext()
    {
        await AddAsync("Received");
        await WriteAsync("JobDB", (session, token) => session.ExecuteAsync("UPDATE {x_LoggingOutbox} SET Batch = @batch WHERE JobID = @_id", new { batch = Unique.Name("b"), _id }, token));

        Assert.Equal(["Received"], await LinesAsync());
        await Relay.DrainAsync(Token);

        Assert.Equal(["Received"], await LinesAsync());
        Assert.Equal(1, await CountAsync("JobLoggingDB", "LoggingInfo", $"JobID = {_id}"));
    }

    [Fact]
    public async Task Drain_RelayDiedAfterTheCopy_CopiesNothingTwice()
    {
        await AddAsync("Received", "Checking");
        var batch = Unique.Name("b");
        await WriteAsync("JobDB", (session, token) => session.ExecuteAsync("UPDATE {x_LoggingOutbox} SET Batch = @batch WHERE JobID = @_id", new { batch, _id }, token));
        await WriteAsync(
            "JobLoggingDB",
            async (session, token) =>
            {
                await session.InsertManyAsync("x_LoggingBatches", ["Batch", "MovedMs"], [[batch, 1L]], token);
                await LoggingStore.InsertAsync(session, await ReadAsync("JobDB", (jobs, inner) => LoggingOutbox.ReadBatchAsync(jobs, batch, inner)), token);
            });

        Assert.Equal(["Received", "Checking"], await LinesAsync());
        await Relay.DrainAsync(Token);

        Assert.Equal(["Received", "Checking"], await LinesAsync());
        Assert.Equal(2, await CountAsync("JobLoggingDB", "LoggingInfo", $"JobID = {_id}"));
        Assert.Equal(0, await CountAsync("JobDB", "x_LoggingOutbox", $"JobID = {_id}"));
    }

    [Fact]
    public async Task Add_RolledBack_LeavesNoLine()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => WriteAsync(
            "JobDB",
            async (session, token) =>
            {
                await Databases.Services.GetRequiredService<LoggingOutbox>().AddAsync(session, [Line("Received", 0)], token);
                throw new InvalidOperationException("as if the server died");
            }));

        await Relay.DrainAsync(Token);

        Assert.Empty(await LinesAsync());
    }

    private Task AddAsync(params string[] statuses) => WriteAsync(
        "JobDB",
        (session, token) => Databases.Services.GetRequiredService<LoggingOutbox>().AddAsync(session, statuses.Select((status, index) => Line(status, index)), token));

    private JobLogRow Line(string status, int second) => JobLogRow.Now(_id, Enum.Parse<JobStatus>(status), "m", "a", Now.AddSeconds(second), "Tester");

    private async Task<IReadOnlyList<string>> LinesAsync() =>
        [.. LoggingHistory.Fill((await History.ReadAsync([_id], Token))[_id].Select(row => row.ToLogRow())).Select(row => row.Status)];
}
