using Dirac.Persistence;
using Dirac.Tasks.Running;
using Dirac.Tasks.Triggers;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Tasks.Tests.Triggers;

public abstract class TriggerContract(Engine engine)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fire_SeveralSchedulersAfterALongPause_FiresOnce()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        var trigger = new CountingTrigger("often", Hour);
        var store = new TriggerStore(world.Database, world.Queue);
        await store.RegisterAsync(trigger, Token);
        for (var round = 1; round <= 10; round++)
        {
            await world.ExecuteAsync($"UPDATE {{x_Triggers}} SET NextMs = NextMs - {10.5 * Hour.TotalMilliseconds:F0}");

            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
                () => new TriggerStore(world.Database, world.Queue).FireIfDueAsync(trigger, Token), Token)));

            Assert.Equal(round, await world.CountAsync("x_Tasks", "Name = 'fired'"));
        }
        Assert.InRange(await store.FireIfDueAsync(trigger, Token), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Register_AfterARestart_KeepsTheSchedule_ButTakesOverAChangedInterval()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        var store = new TriggerStore(world.Database, world.Queue);
        await store.RegisterAsync(new CountingTrigger("often", Hour), Token);
        await world.ExecuteAsync("UPDATE {x_Triggers} SET NextMs = NextMs - 1800000");

        await store.RegisterAsync(new CountingTrigger("often", Hour), Token);
        var kept = await store.FireIfDueAsync(new CountingTrigger("often", Hour), Token);
        await store.RegisterAsync(new CountingTrigger("often", Hour / 60), Token);
        var changed = await store.FireIfDueAsync(new CountingTrigger("often", Hour / 60), Token);

        Assert.InRange(kept, TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(30));
        Assert.InRange(changed, TimeSpan.FromSeconds(50), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Scheduler_DueTrigger_MakesItsTaskAndOnlyOneWaits()
    {
        await using var world = await TaskWorld.CreateAsync(engine, configure: services => services
            .AddTasks(options => options.RunHandlers = false)
            .AddInterval("often", Hour, new Note(7)));
        var trigger = world.Services.GetRequiredService<IntervalTrigger>();
        var store = new TriggerStore(world.Database, world.Queue);
        await store.RegisterAsync(trigger, Token);
        await world.ExecuteAsync("UPDATE {x_Triggers} SET NextMs = 0");

        await world.StartAsync();
        await world.WaitForCountAsync("x_Tasks", 1);
        await world.StopAsync();
        await world.ExecuteAsync("UPDATE {x_Triggers} SET NextMs = 0");
        await store.FireIfDueAsync(trigger, Token);

        Assert.Equal(1, await world.CountAsync("x_Tasks", "Body LIKE '%:7,%'"));
    }

    /// <summary>Leaves a row without a key, so that firing twice shows.</summary>
    private sealed record CountingTrigger(string Name, TimeSpan Every) : IntervalTrigger(Name, Every)
    {
        public override TaskDefinition Definition(TaskRegistry registry) => TaskWorld.Note();

        public override Task FireAsync(ITaskQueue queue, IDbSession session, CancellationToken cancellationToken) =>
            session.InsertManyAsync("x_Tasks", ["Name", "Priority", "Size", "Body"], [["fired", 0, 0, "{}"]], cancellationToken);
    }
}

public sealed class SqliteTriggerTests() : TriggerContract(Engine.Sqlite);

public sealed class MySqlTriggerTests() : TriggerContract(Engine.MySql);
