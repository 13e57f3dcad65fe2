using System.Text;
using Dirac.Testing;

namespace Dirac.Persistence.Tests;

/// <summary>What every engine promises.</summary>
public abstract partial class DatabaseContract(Engine engine) : IAsyncLifetime
{
    private protected static readonly string[] NameOnly = ["Name"];

    private TestDatabases _databases = null!;

    private protected IDatabase Database => _databases.Get("TestDB");

    private protected TestDatabases Databases => _databases;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _databases = await TestDatabases.CreateAsync(engine, services => services.AddSchema("TestDB", typeof(DatabaseContract).Assembly));

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_databases is not null)
            await _databases.DisposeAsync();
    }

    [Fact]
    public async Task Write_Succeeds_IsSeenByReads()
    {
        var id = await Database.WriteAsync(
            async (session, token) =>
            {
                await session.ExecuteAsync("INSERT INTO {Things} (Name) VALUES (@Name)", new { Name = "one" }, token);
                return await session.ScalarAsync<long>($"SELECT {session.Dialect.LastInsertId}", null, token);
            },
            Token);

        Assert.True(id > 0);
        Assert.Equal(["one"], await NamesAsync());
    }

    [Fact]
    public async Task Write_Throws_ChangesNothingAndRingsNothing()
    {
        var rung = false;

        await Assert.ThrowsAsync<FormatException>(() => Database.WriteAsync(
            async (session, token) =>
            {
                session.AfterCommit(() => rung = true);
                await session.InsertManyAsync("Things", NameOnly, [["one"]], token);
                throw new FormatException("as the test wants");
            },
            Token));

        Assert.Empty(await NamesAsync());
        Assert.False(rung);
    }

    [Fact]
    public async Task AfterCommit_RunsBeforeTheWriterReturns_AndSeesTheChange()
    {
        var seen = Task.FromResult<IReadOnlyList<string>>([]);

        await Database.WriteAsync(
            (session, token) =>
            {
                session.AfterCommit(() => seen = NamesAsync());
                return session.InsertManyAsync("Things", NameOnly, [["one"]], token);
            },
            Token);

        Assert.Equal(["one"], await seen);
    }

    [Fact]
    public async Task AfterCommit_Throws_LeavesTheCommit()
    {
        await Database.WriteAsync(
            (session, token) =>
            {
                session.AfterCommit(() => throw new FormatException("as the test wants"));
                return session.InsertManyAsync("Things", NameOnly, [["one"]], token);
            },
            Token);

        Assert.Equal(["one"], await NamesAsync());
    }

    [Fact]
    public async Task Write_OneOfManyFails_OnlyItFails()
    {
        var writes = Enumerable.Range(0, 64).Select(number => Database.WriteAsync(
            async (session, token) =>
            {
                await session.InsertManyAsync("Things", NameOnly, [[$"thing {number:D2}"]], token);
                if (number % 8 == 3)
                    throw new FormatException("as the test wants");
            },
            Token)).ToList();

        await Task.WhenAll(writes).ContinueWith(_ => { }, Token, TaskContinuationOptions.None, TaskScheduler.Default);

        Assert.Equal(8, writes.Count(write => write.IsFaulted));
        Assert.Equal(56, (await NamesAsync()).Count);
    }

    [Fact]
    public async Task Write_CancelledBeforeItsTurn_DoesNotRun()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Database.WriteAsync(
            (session, token) => session.InsertManyAsync("Things", NameOnly, [["one"]], token), cancelled.Token));

        Assert.Empty(await NamesAsync());
    }

    [Fact]
    public async Task Query_RowClass_ConvertsEveryIntegerAndDateAlike()
    {
        var at = new DateTime(2026, 3, 28, 12, 34, 56, DateTimeKind.Utc);
        await Database.WriteAsync(
            (session, token) => session.ExecuteAsync(
                "INSERT INTO {Things} (Name, Small, Amount, Big, Share, At) VALUES (@Name, @Small, @Amount, @Big, @Share, @At)",
                new { Name = "all", Small = true, Amount = 7, Big = long.MaxValue, Share = 0.5, At = at.AddMilliseconds(900) },
                token),
            Token);

        var thing = await Database.ReadAsync(
            (session, token) => session.QueryFirstOrDefaultAsync<Thing>("SELECT * FROM {Things}", null, token), Token);

        Assert.NotNull(thing);
        Assert.Equal(("all", true, 7, long.MaxValue, 0.5), (thing.Name, thing.Small, thing.Amount, thing.Big, thing.Share));
        Assert.Equal(at, thing.At);
        Assert.Equal(DateTimeKind.Utc, thing.At!.Value.Kind);
    }

    [Fact]
    public async Task Query_NullFirstThenValue_IsRead()
    {
        await Database.WriteAsync(
            (session, token) => session.InsertManyAsync("Things", ["Name", "Share", "At"], [["a", null, null], ["b", 2.5, DateTime.UnixEpoch]], token), Token);

        var things = await Database.ReadAsync(
            (session, token) => session.QueryAsync<Thing>("SELECT Name, MAX(Share) AS Share, MAX(At) AS At, COUNT(*) AS Amount FROM {Things} GROUP BY Name ORDER BY Name", null, token), Token);

        Assert.Equal([null, 2.5], things.Select(thing => thing.Share));
        Assert.Equal([null, DateTime.UnixEpoch], things.Select(thing => thing.At));
        Assert.Equal([1, 1], things.Select(thing => thing.Amount));
    }

    [Fact]
    public async Task Dates_GivenAsArgumentOrInBulk_CompareWithTheClock()
    {
        await Database.WriteAsync(
            async (session, token) =>
            {
                await session.InsertManyAsync("Things", ["Name", "At"], [["old", DateTime.UnixEpoch], ["new", DateTimeOffset.MaxValue.AddYears(-1)]], token);
                await session.ExecuteAsync($"INSERT INTO {{Things}} (Name, At) VALUES ('now', {session.Dialect.UtcNow})", null, token);
            },
            Token);

        var past = await Database.ReadAsync(
            (session, token) => session.QueryAsync<string>(
                $"SELECT Name FROM {{Things}} WHERE At <= {session.Dialect.UtcNow} AND At > @After ORDER BY Name",
                new { After = DateTime.UnixEpoch.AddSeconds(-1) }, token),
            Token);

        Assert.Equal(["now", "old"], past);
    }

    [Fact]
    public async Task Clock_InMilliseconds_AgreesWithTheSeconds()
    {
        var (ms, now) = await Database.ReadAsync(
            async (session, token) =>
            (
                await session.ScalarAsync<long>($"SELECT {session.Dialect.UtcNowMs}", null, token),
                await session.ScalarAsync<DateTime>($"SELECT {session.Dialect.UtcNow}", null, token)
            ),
            Token);

        Assert.InRange(now - DateTime.UnixEpoch.AddMilliseconds(ms), TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(5));
        Assert.Equal(DateTimeKind.Utc, now.Kind);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2_345)]
    public async Task InsertMany_AnyNumberOfRows_InsertsAll(int count)
    {
        var inserted = await Database.WriteAsync(
            (session, token) => session.InsertManyAsync(
                "Things", ["Name", "Amount"], Enumerable.Range(0, count).Select(IReadOnlyList<object?> (number) => [$"thing {number}", number]), token),
            Token);

        Assert.Equal(count, inserted);
        Assert.Equal(count, (await NamesAsync()).Count);
    }

    [Fact]
    public async Task ReadRows_EveryKindOfValue_IsReadAlike()
    {
        await Database.WriteAsync(
            (session, token) => session.InsertManyAsync(
                "Things",
                ["Name", "Amount", "Big", "Share", "At"],
                [["ä ø \u0000 \"", 7, long.MaxValue, 0.5, new DateTime(2026, 11, 28, 1, 2, 3, DateTimeKind.Utc)], ["", 0, -1L, null, null]],
                token),
            Token);

        var read = new List<(string Name, long Amount, long Big, double Share, bool NoShare, string At, bool NoTime)>();
        string[] names = [];
        await Database.ReadAsync(
            async (session, token) =>
            {
                await session.ReadRowsAsync(
                    "SELECT Name, Amount, Big, Share, At FROM {Things} WHERE Big <> @other ORDER BY Big DESC",
                    new { other = 5 },
                    row =>
                    {
                        names = [.. Enumerable.Range(0, row.Columns).Select(row.Name)];
                        read.Add((Encoding.UTF8.GetString(row.Text(0)), row.Number(1), row.Number(2), row.Real(3), row.IsNull(3), Encoding.UTF8.GetString(row.Text(4)), row.IsNull(4)));
                    },
                    token);
                return true;
            },
            Token);

        Assert.Equal([("ä ø \0 \"", 7, long.MaxValue, 0.5, false, "2026-11-28 01:02:03", false), ("", 0, -1, 0, true, "", true)], read);
        Assert.Equal(["Name", "Amount", "Big", "Share", "At"], names);
    }

    [Fact]
    public async Task ReadRows_ThatThrows_LeavesTheConnectionGood()
    {
        await Database.WriteAsync((session, token) => session.InsertManyAsync("Things", NameOnly, [["one"], ["two"]], token), Token);

        await Assert.ThrowsAsync<FormatException>(() => Database.ReadAsync(
            async (session, token) =>
            {
                await session.ReadRowsAsync("SELECT Name FROM {Things}", null, _ => throw new FormatException(), token);
                return true;
            },
            Token));

        Assert.Equal(2, (await NamesAsync()).Count);
    }

    [Fact]
    public async Task InsertMany_RowOfOtherWidth_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Database.WriteAsync(
            (session, token) => session.InsertManyAsync("Things", NameOnly, [["one", 2]], token), Token));

    [Fact]
    public async Task Fragments_InsertIgnoreUpsertAndRegexp_MeanTheSame()
    {
        var dialect = Database.Dialect;
        await Database.WriteAsync(
            async (session, token) =>
            {
                await session.InsertManyAsync("Things", ["Name", "Amount"], [["alpha", 1], ["beta", 1]], token);
                Assert.Equal(0, await session.ExecuteAsync(dialect.InsertIgnore + " {Things} (Name, Amount) VALUES ('alpha', 9)", null, token));
                await session.ExecuteAsync(
                    "INSERT INTO {Things} (Name, Amount) VALUES ('beta', 5)" + dialect.Upsert(NameOnly, ["Amount"]), null, token);
            },
            Token);

        var found = await Database.ReadAsync(
            (session, token) => session.QueryAsync<Thing>(
                $"SELECT Name, Amount FROM {{Things}} WHERE {dialect.Regexp("Name", "@Pattern")} ORDER BY Name", new { Pattern = "^(AL|b.t)" }, token),
            Token);

        Assert.Equal([("alpha", 1), ("beta", 5)], found.Select(thing => (thing.Name, thing.Amount)));
    }

    [Fact]
    public async Task Execute_UpdateToTheSameValue_CountsFoundRows()
    {
        var found = await Database.WriteAsync(
            async (session, token) =>
            {
                await session.InsertManyAsync("Things", ["Name", "Amount"], [["a", 1], ["b", 1]], token);
                return await session.ExecuteAsync("UPDATE {Things} SET Amount = 1 WHERE Name IN @Names", new { Names = new[] { "a", "b", "c" } }, token);
            },
            Token);

        Assert.Equal(2, found);
    }

    [Fact]
    public async Task Select_ForUpdate_MayBeWrittenOnBoth() =>
        await Database.WriteAsync(
            async (session, token) =>
            {
                await session.QueryAsync<string>($"SELECT Name FROM {{Things}} LIMIT 1{session.Dialect.SkipLocked}", null, token);
                await session.QueryAsync<string>($"SELECT Name FROM {{Things}} LIMIT 1{session.Dialect.ForUpdate}", null, token);
            },
            Token);

    [Fact]
    public async Task Script_WithTrigger_WorksWithoutDelimiters()
    {
        await Database.WriteAsync((session, token) => session.InsertManyAsync("Numbered", ["Owner"], [[1], [2], [1]], token), Token);

        var numbers = await Database.ReadAsync(
            (session, token) => session.QueryAsync<int>("SELECT SeqNum FROM {Numbered} ORDER BY Owner, SeqNum", null, token), Token);

        Assert.Equal([1, 2, 1], numbers);
    }

    [Fact]
    public async Task Read_AskingForAfterCommit_IsRefused() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Database.ReadAsync(
            (session, _) =>
            {
                session.AfterCommit(() => { });
                return Task.FromResult(0);
            },
            Token));

    [Fact]
    public async Task Increments_FromManyCallers_AreAllCounted()
    {
        await Database.WriteAsync((session, token) => session.InsertManyAsync("Things", NameOnly, [["counter"]], token), Token);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => IncrementAsync(25)));

        Assert.Equal(
            400,
            await Database.ReadAsync((session, token) => session.ScalarAsync<int>("SELECT Amount FROM {Things} WHERE Name = 'counter'", null, token), Token));
    }

    private async Task IncrementAsync(int times)
    {
        for (var time = 0; time < times; time++)
        {
            await Database.WriteAsync(
                async (session, token) =>
                {
                    var amount = await session.ScalarAsync<int>($"SELECT Amount FROM {{Things}} WHERE Name = 'counter'{session.Dialect.ForUpdate}", null, token);
                    await session.ExecuteAsync("UPDATE {Things} SET Amount = @Amount WHERE Name = 'counter'", new { Amount = amount + 1 }, token);
                },
                Token);
        }
    }

    private protected Task<IReadOnlyList<string>> NamesAsync() =>
        Database.ReadAsync((session, token) => session.QueryAsync<string>("SELECT Name FROM {Things} ORDER BY Name", null, token), Token);
}
