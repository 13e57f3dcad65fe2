using System.Text.Json;
using Dirac.Persistence;
using Dirac.Tasks.Administration;
using Dirac.Tasks.ByHand;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Tasks.Tests.ByHand;

/// <summary>Handlers that a person runs, tasks that a person makes, and handlers in processes of their own, on every engine.</summary>
public abstract class TaskByHandContract(Engine engine)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_Handler_IsCalledAtOnce_AndNothingIsHeldOrCompleted()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        world.Script.Handle = async (batch, context, cancellationToken) =>
        {
            await world.Database.WriteAsync(
                async (session, token) =>
                {
                    await world.Queue.EnqueueGroupAsync(session, [new NewTask<Note>(new Note(2))], new NewTask<Note>(new Note(3)), batch[0], token);
                    await context.CompleteAsync(session, batch, token);
                },
                cancellationToken);
            return [new TaskOutcome.Failed($"number {batch[0].Message.Number}, attempt {batch[0].Attempt}")];
        };

        var outcome = await ByHand(world).RunAsync("note", JsonElement.Parse("""{"Number":7}"""), Token);

        Assert.Equal(new TaskOutcome.Failed("number 7, attempt 1"), outcome);
        Assert.Equal((1, 1), (await world.CountAsync("x_Tasks"), await world.CountAsync("x_TaskGroups", "ParentID IS NULL")));
    }

    [Theory]
    [InlineData("""{"Number":"seven"}""")]
    [InlineData("""{"Number":7,"Txet":"x"}""")]
    [InlineData("""{"Text":"x"}""")]
    [InlineData("""{"Number":7,"Text":null}""")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task RunOrMake_MessageOfAnotherShape_IsRefused(string message)
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        var json = JsonElement.Parse(message);

        await Assert.ThrowsAsync<JsonException>(() => ByHand(world).RunAsync("note", json, Token));
        await Assert.ThrowsAsync<JsonException>(() => Maker(world).MakeAsync(new TaskOrder("note", json), "ann", Token));
        Assert.Equal(0, await world.CountAsync("x_Tasks"));
    }

    [Fact]
    public async Task Shape_OfAMessage_NamesItsMembers()
    {
        await using var world = await TaskWorld.CreateAsync(engine);

        var shape = ByHand(world).Shape("note").ToJsonString();

        Assert.Contains("\"Number\":{\"type\":\"integer\"}", shape, StringComparison.Ordinal);
        Assert.Equal(["note"], ByHand(world).Names);
    }

    [Fact]
    public async Task Make_WithKeyDelayAndPriority_StandsInTheQueueOnce()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        var order = new TaskOrder("note", JsonElement.Parse("""{"Number":7}""")) { Key = "k", Delay = TimeSpan.FromDays(36_500), Priority = TaskPriority.Background };

        Assert.NotNull(await Maker(world).MakeAsync(order, "ann", Token));
        Assert.Null(await Maker(world).MakeAsync(order, "ann", Token));

        Assert.Equal(1, await world.CountAsync("x_Tasks", "PendingKey = 'k' AND Priority = 2 AND DueMs > 3000000000000"));
    }

    [Fact]
    public async Task MemoryLimit_HandlerThatEatsMemory_DiesAfterItsAttempts_AndNeighboursAreUnharmed()
    {
        await using var world = await LimitedAsync("""case "$(cat)" in *:0,*) head -c 2G /dev/zero | tail -n 1 >/dev/null || exit 3 ;; esac; echo '{"Outcome":"done"}'""");
        await world.EnqueueAsync(3);
        await world.StartAsync();

        await world.WaitForCountAsync("x_TaskHistory", 2);
        await world.WaitForCountAsync("x_Tasks", 1, "Attempt = 1 AND Owner IS NULL");
        await world.EndWaitsAsync();
        world.Ring();
        await world.WaitForCountAsync("x_DeadTasks", 1);

        await world.StopAsync();
        var errors = Assert.Single(await world.Dead.ListAsync(new DeadTaskFilter(), 10, Token)).Errors;
        Assert.Equal(2, errors.Count);
        Assert.All(errors, error => Assert.Contains("ended with code 3 before the handler did; most likely it needed more than the 64 MiB", error.Error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"Outcome":"failed","Text":"it rained"}""", "Attempt = 1 AND Errors LIKE '%it rained%'")]
    [InlineData("""{"Outcome":"later","DelaySeconds":3600,"Text":"early"}""", "Attempt = 0 AND Errors IS NULL")]
    [InlineData("nonsense", "Attempt = 1 AND Errors LIKE '%ended with code 0 before%'")]
    public async Task MemoryLimit_WhatTheProcessTells_IsTheOutcome(string line, string where)
    {
        await using var world = await LimitedAsync($"cat >/dev/null; echo words; echo '{line}'");
        await world.EnqueueAsync(1);
        await world.StartAsync();

        await world.WaitForCountAsync("x_Tasks", 1, $"Owner IS NULL AND Epoch > 0 AND {where}");

        await world.StopAsync();
    }

    [Fact]
    public async Task MemoryLimit_Cancelled_EndsTheProcess()
    {
        await using var world = await LimitedAsync(
            "cat >/dev/null; exec sleep 600", services => services.AddTasks(options => options.StopGrace = TimeSpan.Zero));
        await world.EnqueueAsync(1);
        await world.StartAsync();
        await world.WaitForCountAsync("x_Tasks", 1, "Owner IS NOT NULL");

        await world.StopAsync();

        Assert.Equal(1, await world.CountAsync("x_Tasks", "Attempt = 0 AND Owner IS NULL"));
    }

    [Fact]
    public async Task RunHeld_ByTheProcessOfAWorker_CompletesUnderTheWorkersEpoch()
    {
        await using var world = await TaskWorld.CreateAsync(engine);
        await world.EnqueueAsync(1);
        var batch = await world.ClaimOneAsync();
        var row = batch.Tasks[0];
        world.Script.Handle = async (tasks, context, cancellationToken) =>
        {
            await world.Database.WriteAsync((session, token) => context.CompleteAsync(session, tasks, token), cancellationToken);
            return [TaskOutcome.AlreadyDone];
        };
        var held = HeldCall.Parse("note", new HeldCall("note", row.TaskID, batch.Epoch, row.Attempt, row.CreatedMs).ToArguments()[^1])!;

        var late = await ByHand(world).RunHeldAsync(held with { Epoch = held.Epoch - 1 }, row.Body, Token);
        var current = await ByHand(world).RunHeldAsync(held, row.Body, Token);

        Assert.Throws<LeaseLostException>(() => OutcomeLine.Read(late));
        Assert.Equal(TaskOutcome.AlreadyDone, OutcomeLine.Read(current));
        Assert.Equal((0, 1), (await world.CountAsync("x_Tasks"), await world.CountAsync("x_TaskHistory")));
    }

    // In place of a server's program a shell, which is started with the very same limits.
    private Task<TaskWorld> LimitedAsync(string script, Action<IServiceCollection>? configure = null)
    {
        var definition = new TaskDefinition("note")
        {
            Database = TaskWorld.DatabaseName,
            MaxAttempts = 2,
            MemoryLimit = 64L << 20,
            Retry = new RetryPolicy(TimeSpan.FromHours(1), TimeSpan.FromHours(1)),
        };
        return TaskWorld.CreateAsync(engine, definition, configure: services =>
        {
            services.AddSingleton(new HandlerProgram("/bin/sh", ["-c", script, "handler"]));
            configure?.Invoke(services);
        });
    }

    private static TaskByHand ByHand(TaskWorld world) => world.Services.GetRequiredService<TaskByHand>();

    private static TaskMaker Maker(TaskWorld world) => world.Services.GetRequiredService<TaskMaker>();
}

public sealed class SqliteTaskByHandTests() : TaskByHandContract(Engine.Sqlite);

public sealed class MySqlTaskByHandTests() : TaskByHandContract(Engine.MySql);
