using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dirac.Persistence;
using Dirac.Tasks.Locking;
using Dirac.Tasks.Running;
using Dirac.Tasks.Storage;
using Dirac.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dirac.Tasks.Tests.Simulation;

/// <summary>A database whose time the run moves, emptied for each run. Processes are made by the run.</summary>
internal sealed class SimulatedWorld : IAsyncDisposable
{
    public const string DatabaseName = "TestDB";
    public const string Deeds = "deed";
    public const string Chores = "chore";
    public const string Firings = "firing";
    public const string Guards = "guard";
    public const string Summaries = "summary";
    public const int MostGuards = 2;
    public const int MaxAttempts = 4;

    private const string Memory = "/dev/shm";
    private const string Default = "unixepoch('subsec')";

    // A value from the engine's own clock is later than any that a run can reach.
    private const string EnginesTime = "1500000000000";

    private readonly TestDatabases _databases;
    private readonly string? _file;
    private IReadOnlyList<string> _tables = [];
    private long _number;

    private SimulatedWorld(TestDatabases databases, string? file)
    {
        _databases = databases;
        _file = file;
        Clock = new SimulatedClock();
        Truth = new ClockedDatabase(databases.Get(DatabaseName), Clock);
    }

    public SimulatedClock Clock { get; }

    /// <summary>The database without faults.</summary>
    public ClockedDatabase Truth { get; }

    public TaskRegistry Registry => Service<TaskRegistry>();

    public ITaskQueue Queue => Service<ITaskQueue>();

    /// <summary>Wakes who waits for locks when nobody else has.</summary>
    public WaitKeeper WaitKeeper => _databases.Services.GetServices<IHostedService>().OfType<WaitKeeper>().Single();

    public TaskEnds Ends => Service<TaskEnds>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<SimulatedWorld> CreateAsync(Engine engine)
    {
        // Thousands of runs do not wait for a disk.
        var file = Directory.Exists(Memory) ? Path.Combine(Memory, $"dirac-test-{Guid.NewGuid():N}.db") : null;
        var databases = await TestDatabases.CreateAsync(engine, services =>
        {
            if (file is not null)
                services.Configure<PersistenceOptions>(options => options.SqlitePath = file);
            services.AddTask<Deed, Unused<Deed>>(Definition(Deeds, 3, TimeSpan.FromSeconds(30)), SimulationJson.Default.Deed);
            services.AddTask<Chore, Unused<Chore>>(Definition(Chores, 1, TimeSpan.FromSeconds(12)), SimulationJson.Default.Chore);
            services.AddTask<Guarded, Unused<Guarded>>(
                new TaskDefinition<Guarded>(Guards)
                {
                    Database = DatabaseName,
                    BatchSize = 2,
                    MaxAttempts = MaxAttempts,
                    Lease = TimeSpan.FromSeconds(20),
                    Locks = message => [message.Lock.IsShared ? TaskLock.Shared("Site", message.Lock.Site) : TaskLock.Mutex("Site", message.Lock.Site)],
                    Limits = _ => [TaskLimit.Concurrency(Guards, MostGuards)],
                },
                SimulationJson.Default.Guarded);
            services.AddTask<Summary, Unused<Summary>>(Definition(Summaries, 2, TimeSpan.FromSeconds(20)), SimulationJson.Default.Summary);
            services.AddTasks(options => options.StarvationAfter = TimeSpan.Zero);
            services.AddTask<Firing, Unused<Firing>>(Definition(Firings, 2, TimeSpan.FromSeconds(30)), SimulationJson.Default.Firing);
        });
        var world = new SimulatedWorld(databases, file);
        await world.PrepareAsync();
        return world;
    }

    /// <summary>Which group a task follows, by its message.</summary>
    public static long GroupOf(string body) => JsonSerializer.Deserialize(body, SimulationJson.Default.Summary)!.Group;

    /// <summary>The store as a process with this clock has it.</summary>
    public TaskStore Store(IDatabase database, TimeProvider time) => new(database, Registry.In(DatabaseName), Ends, Service<ClaimRules>(), time);

    /// <summary>What a handler of this kind would be given.</summary>
    public TaskContext Context(TaskDefinition definition) => new(definition, Ends, Token);

    /// <summary>The database as a process meets it.</summary>
    public FaultyDatabase Connect(DatabaseFaults faults) => new(Truth, faults);

    /// <summary>A number that no other message of the run has.</summary>
    public long NextNumber() => ++_number;

    /// <summary>Empties all tables and begins the time anew.</summary>
    public async Task RestartAsync()
    {
        Clock.Restart();
        _number = 0;
        await ExecuteAsync(string.Join('\n', _tables.Select(table => $"DELETE FROM {table};")));
        await TellTimeAsync();
    }

    public async Task AdvanceAsync(TimeSpan time)
    {
        Clock.Advance(time);
        await TellTimeAsync();
    }

    public async Task SetDatabaseClockAsync(long offsetMs)
    {
        Clock.DatabaseOffsetMs = offsetMs;
        await TellTimeAsync();
    }

    public Task<IReadOnlyList<T>> RowsAsync<T>(string sql) => Truth.ReadAsync((session, token) => session.QueryAsync<T>(sql, null, token), Token);

    public Task<long> CountAsync(string table) => Truth.ReadAsync((session, token) => session.ScalarAsync<long>($"SELECT COUNT(*) FROM {{{table}}}", null, token), Token);

    public async ValueTask DisposeAsync()
    {
        await _databases.DisposeAsync();
        if (_file is not null)
        {
            foreach (var ending in new[] { "", "-wal", "-shm" })
                File.Delete(_file + ending);
        }
    }

    private static TaskDefinition Definition(string name, int batchSize, TimeSpan lease) =>
        new(name) { Database = DatabaseName, BatchSize = batchSize, MaxAttempts = MaxAttempts, Lease = lease };

    private T Service<T>()
        where T : notnull => _databases.Services.GetRequiredService<T>();

    private Task<int> ExecuteAsync(string sql) => Truth.WriteAsync((session, token) => session.ExecuteAsync(sql, null, token), Token);

    private Task<int> TellTimeAsync() => Truth.Dialect.Engine == Engine.Sqlite
        ? ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"UPDATE {{x_Clock}} SET NowMs = {Clock.DatabaseMs}"))
        : Task.FromResult(0);

    private async Task PrepareAsync()
    {
        await ExecuteAsync("CREATE TABLE {x_Effects} (TaskID BIGINT NOT NULL, Epoch BIGINT NOT NULL)");
        _tables = await RowsAsync<string>(Truth.Dialect.Engine == Engine.Sqlite
            ? "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%x\\_SchemaVersion' ESCAPE '\\' AND name NOT LIKE 'sqlite%'"
            : "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME <> 'x_SchemaVersion'");
        if (Truth.Dialect.Engine != Engine.Sqlite)
            return;

        await ExecuteAsync("CREATE TABLE {x_Clock} (NowMs BIGINT NOT NULL); INSERT INTO {x_Clock} (NowMs) VALUES (0);");
        // Nobody looks at the times of a table without row numbers: it is the history of what is done.
        var numbered = await RowsAsync<string>("SELECT name FROM pragma_table_list WHERE wr = 0");
        foreach (var table in _tables.Intersect(numbered))
        {
            foreach (var column in await RowsAsync<string>($"SELECT name FROM pragma_table_info('{table}') WHERE instr(dflt_value, '{Default.Replace("'", "''", StringComparison.Ordinal)}') > 0"))
            {
                await ExecuteAsync(
                    $$"""
                    CREATE TRIGGER {{table}}_{{column}} AFTER INSERT ON {{table}} WHEN NEW.{{column}} > {{EnginesTime}} BEGIN
                      UPDATE {{table}} SET {{column}} = {{ClockedSession.NowMs}} WHERE rowid = NEW.rowid;
                    END
                    """);
            }
        }
    }
}

internal sealed record Deed(long Number);

internal sealed record Chore(long Number);

internal sealed record Firing(string Schedule);

internal sealed record Summary(long Group);

internal sealed record Guarded(long Number, SiteLock Lock);

internal sealed record SiteLock(string Site, bool IsShared);

[JsonSerializable(typeof(Deed))]
[JsonSerializable(typeof(Chore))]
[JsonSerializable(typeof(Firing))]
[JsonSerializable(typeof(Guarded))]
[JsonSerializable(typeof(Summary))]
internal sealed partial class SimulationJson : JsonSerializerContext;

/// <summary>Is declared but never called: the run does what workers do.</summary>
internal sealed class Unused<TMessage> : ITaskHandler<TMessage>
{
    public Task<IReadOnlyList<TaskOutcome>> HandleAsync(IReadOnlyList<ClaimedTask<TMessage>> batch, TaskContext context, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("Handlers are not called in a simulation.");
}
