using Dirac.Persistence;
using Dirac.Tasks.Running;
using Dirac.Tasks.Schedules;
using Dirac.Tasks.Triggers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dirac.Tasks.Tests.Triggers;

public abstract class TriggerContract(Engine engine)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Look_SeveralSchedulersAfterALongPause_FiresOnce()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        var trigger = new CountingTrigger("often", Schedule.Every(Hour));
        await LookAsync(world, trigger, isRegistered: false);
        for (var round = 1; round <= 10; round++)
        {
            await world.ExecuteAsync($"UPDATE {{x_Triggers}} SET NextMs = NextMs - {10.5 * Hour.TotalMilliseconds:F0}");

            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => LookAsync(world, trigger), Token)));

            Assert.Equal(round, await world.CountAsync("x_Tasks", "Name = 'fired'"));
        }

        Assert.InRange((await LookAsync(world, trigger))!.Value, TimeSpan.FromMinutes(1), Hour);
    }

    [Fact]
    public async Task Forget_SchedulesThatNobodyWatches_LeavesThoseThatSomebodyDoes()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        foreach (var name in new[] { "gone", "watched", "of an earlier program" })
            await LookAsync(world, new CountingTrigger(name, Schedule.Every(Hour)), isRegistered: false);
        await world.ExecuteAsync("UPDATE {x_Triggers} SET SeenMs = SeenMs - 2678400000 WHERE Name <> 'of an earlier program'");
        await world.ExecuteAsync("UPDATE {x_Triggers} SET SeenMs = 0 WHERE Name = 'of an earlier program'");

        await LookAsync(world, new CountingTrigger("watched", Schedule.Every(Hour)));
        var store = new TriggerStore(world.Database, world.Queue);

        Assert.Equal(1, await store.ForgetUnwatchedAsync(Token));
        Assert.Equal(0, await store.ForgetUnwatchedAsync(Token));
        Assert.Equal((0, 2), (await world.CountAsync("x_Triggers", "Name = 'gone'"), await world.CountAsync("x_Triggers", "SeenMs > 0")));
        Assert.NotNull(await LookAsync(world, new CountingTrigger("gone", Schedule.Every(Hour))));
    }

    [Fact]
    public async Task Look_AfterARestart_KeepsTheSchedule_ButTakesOverAnotherOne()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        await LookAsync(world, new CountingTrigger("often", Schedule.Every(Hour)), isRegistered: false);
        await world.ExecuteAsync("UPDATE {x_Triggers} SET NextMs = NextMs - 1800000");

        var kept = await LookAsync(world, new CountingTrigger("often", Schedule.Every(Hour)), isRegistered: false);
        var changed = await LookAsync(world, new CountingTrigger("often", Schedule.Every(Hour / 60)), isRegistered: false);
        var never = await LookAsync(world, new CountingTrigger("often", Schedule.Never), isRegistered: false);
        var again = await LookAsync(world, new CountingTrigger("often", ScheduleText.Parse("cron * * * * *")), isRegistered: false);

        Assert.InRange(kept!.Value, TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(30));
        Assert.InRange(changed!.Value, TimeSpan.FromSeconds(50), TimeSpan.FromMinutes(1));
        Assert.Null(never);
        Assert.InRange(again!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Equal(0, await world.CountAsync("x_Tasks"));
    }

    [Fact]
    public async Task Look_ClockThatWasYearsAhead_ScheduleAndTasksOfThatTimeGoOnFromNow()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        var trigger = new CountingTrigger("often", Schedule.Every(Hour));
        await LookAsync(world, trigger, isRegistered: false);
        await world.Database.WriteAsync((session, token) => world.Queue.EnqueueAsync(session, [new NewTask<Note>(new Note(1))], token), Token);
        const string Years = "+ 315360000000";
        await world.ExecuteAsync($"UPDATE {{x_Triggers}} SET NextMs = NextMs {Years}, SeenMs = SeenMs {Years}");
        await world.ExecuteAsync($"UPDATE {{x_Tasks}} SET DueMs = DueMs {Years} + 5000, CreatedMs = CreatedMs {Years}");

        Assert.InRange((await LookAsync(world, trigger))!.Value, TimeSpan.FromMinutes(59), Hour);

        Assert.Equal(1, await world.CountAsync("x_Tasks"));
        Assert.Equal(1, await world.CountAsync("x_Tasks", "DueMs = CreatedMs + 5000 AND CreatedMs <= (SELECT MAX(SeenMs) FROM {x_Triggers})"));
    }

    [Fact]
    public async Task Look_ClockThatWasSecondsAhead_KeepsTheSchedule()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        var trigger = new CountingTrigger("often", Schedule.Every(Hour));
        await LookAsync(world, trigger, isRegistered: false);
        await world.ExecuteAsync("UPDATE {x_Triggers} SET NextMs = NextMs + 60000, SeenMs = SeenMs + 60000");

        Assert.InRange((await LookAsync(world, trigger))!.Value, Hour, Hour + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Now_ScheduleWantedForNothing_IsSaidOnce()
    {
        var log = new LogRecorder();
        await using var world = await TaskWorld.CreateAsync(engine, configure: services => services
            .AddLogging(logging => logging.Services.AddSingleton<ILoggerProvider>(log))
            .AddTasks(options => options.RunHandlers = false)
            .AddSingleton<IScheduleOverrides>(new Overrides { Names = ["often", "offten"] })
            .AddInterval("often", Hour, new Note(7)));
        var triggers = world.Services.GetRequiredService<KnownTriggers>();

        triggers.Now();
        triggers.Now();

        Assert.Contains(" offten,", Assert.Single(log.Entries, entry => entry.Id == 4204).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_RuleThatIsOver_FiresWhatItOwesOnceAndNeverAgain()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        var trigger = new CountingTrigger("twice", ScheduleText.Parse("DTSTART:20990101T000000Z RRULE:FREQ=DAILY;COUNT=1"));
        await LookAsync(world, trigger, isRegistered: false);
        await world.ExecuteAsync("UPDATE {x_Triggers} SET NextMs = 1000");
        var over = new CountingTrigger("twice", ScheduleText.Parse("DTSTART:20200101T000000Z RRULE:FREQ=DAILY;COUNT=1"));

        Assert.Null(await LookAsync(world, over));
        Assert.Null(await LookAsync(world, over));

        Assert.Equal(1, await world.CountAsync("x_Tasks", "Name = 'fired'"));
    }

    [Fact]
    public async Task Scheduler_DueTrigger_MakesItsTaskAndOnlyOneWaits()
    {
        await using var world = await TaskWorld.CreateAsync(engine, configure: services => services
            .AddTasks(options => options.RunHandlers = false)
            .AddInterval("often", Hour, new Note(7)));
        var trigger = Assert.Single(world.Services.GetRequiredService<KnownTriggers>().Now());
        await LookAsync(world, trigger, isRegistered: false);
        await world.ExecuteAsync("UPDATE {x_Triggers} SET NextMs = 0");

        await world.StartAsync();
        await world.WaitForCountAsync("x_Tasks", 1);
        await world.StopAsync();
        await world.ExecuteAsync("UPDATE {x_Triggers} SET NextMs = 0");
        await LookAsync(world, trigger);

        Assert.Equal(1, await world.CountAsync("x_Tasks", "Body LIKE '%:7,%'"));
    }

    [Fact]
    public async Task Scheduler_ThingsAndSchedulesThatChange_AreFollowedWithoutARestart()
    {
        var (things, wanted) = (new List<string> { "a" }, new Overrides());
        await using var world = await TaskWorld.CreateAsync(engine, fakeTime: true, configure: services => services
            .AddTasks(options => options.RunHandlers = false)
            .AddSingleton<IScheduleOverrides>(wanted)
            .AddScheduleForEach("each", _ => things, Schedule.Every(Hour), thing => new Note(thing[0])));
        await world.StartAsync();
        await world.WaitForCountAsync("x_Triggers", 1, "Name = 'each/a' AND Schedule = 'every 3600s'");

        (things, wanted.Text) = (Also(things, "b"), "cron 0 6 * * *");
        while (await world.CountAsync("x_Triggers", "Schedule = 'cron 0 6 * * *'") < 2)
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await world.StopAsync();
        Assert.Equal(2, await world.CountAsync("x_Triggers"));

        static List<string> Also(List<string> list, string thing)
        {
            list.Add(thing);
            return list;
        }
    }

    [Fact]
    public async Task Migration_OfAnInterval_KeepsWhenItIsDue()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        await LookAsync(world, new CountingTrigger("often", Schedule.Every(Hour)), isRegistered: false);

        // As the migration leaves a row of a version that knew intervals only.
        await world.ExecuteAsync("UPDATE {x_Triggers} SET Schedule = 'every 3600s', NextMs = NextMs - 600000");

        Assert.InRange((await LookAsync(world, new CountingTrigger("often", Schedule.Every(Hour)), isRegistered: false))!.Value, TimeSpan.FromMinutes(49), TimeSpan.FromMinutes(50));
    }

    private static Task<TimeSpan?> LookAsync(TaskWorld world, Trigger trigger, bool isRegistered = true) => new TriggerStore(world.Database, world.Queue).LookAsync(trigger, isRegistered, Token);

    private sealed class Overrides : IScheduleOverrides
    {
        public volatile string? Text;

        public IReadOnlyCollection<string> Names { get; init; } = [];

        public string? Find(string trigger) => Text;
    }

    /// <summary>Leaves a row without a key, so that firing twice shows.</summary>
    private sealed record CountingTrigger(string Name, Schedule Schedule) : Trigger(Name, Schedule)
    {
        public override TaskDefinition Definition(TaskRegistry registry) => TaskWorld.Note();

        public override Task FireAsync(ITaskQueue queue, IDbSession session, CancellationToken cancellationToken) =>
            session.InsertManyAsync("x_Tasks", ["Name", "Priority", "Size", "Body"], [["fired", 0, 0, "{}"]], cancellationToken);
    }
}

public sealed class SqliteTriggerTests() : TriggerContract(Engine.Sqlite);

public sealed class MySqlTriggerTests() : TriggerContract(Engine.MySql);
