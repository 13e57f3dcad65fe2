using Dirac.Persistence;
using Dirac.Tasks;

namespace Dirac.TaskProcess;

/// <summary>Writes effects and completes their tasks in one transaction. Some fail at first.</summary>
internal sealed class EffectHandler(IDatabases databases) : ITaskHandler<Effect>
{
    private const int FailsFirst = 11;

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(IReadOnlyList<ClaimedTask<Effect>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        if (batch.Any(task => task is { Attempt: 1, Message.Number: var number } && number % FailsFirst == 0))
            throw new InvalidOperationException("One of them fails at first.");

        await EffectTable.CommitAsync(databases, context, [.. batch.Select(task => (task.Message.Number, (ClaimedTask)task))], nameof(Effect), cancellationToken);
        return [.. batch.Select(_ => TaskOutcome.AlreadyDone)];
    }
}

/// <inheritdoc cref="EffectHandler"/>
internal sealed class TickHandler(IDatabases databases) : ITaskHandler<Tick>
{
    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(IReadOnlyList<ClaimedTask<Tick>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        await EffectTable.CommitAsync(databases, context, [.. batch.Select(task => (task.Message.Number, (ClaimedTask)task))], nameof(Tick), cancellationToken);
        return [.. batch.Select(_ => TaskOutcome.AlreadyDone)];
    }
}

/// <summary>Counts the effects of the group it follows, and leaves what it counted as an effect.</summary>
internal sealed class TotalHandler(IDatabases databases) : ITaskHandler<Total>
{
    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(IReadOnlyList<ClaimedTask<Total>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        var counted = new List<(long, ClaimedTask)>();
        foreach (var task in batch)
            counted.Add((await CountAsync(task.Message, cancellationToken), task));
        await EffectTable.CommitAsync(databases, context, counted, nameof(Total), cancellationToken);
        return [.. batch.Select(_ => TaskOutcome.AlreadyDone)];
    }

    private Task<long> CountAsync(Total total, CancellationToken cancellationToken) => databases.Get(ProcessTasks.DatabaseName).ReadAsync(
        (session, token) => session.ScalarAsync<long>(
            "SELECT COUNT(*) FROM {x_Effects} WHERE Kind = 'Effect' AND Number >= @First AND Number < @End", new { total.First, End = total.First + total.Count }, token),
        cancellationToken);
}

internal static class EffectTable
{
    private static readonly string[] Columns = ["Kind", "Number", "TaskID", "Attempt", "Epoch"];

    public static Task CommitAsync(
        IDatabases databases, TaskContext context, IReadOnlyList<(long Number, ClaimedTask Task)> effects, string kind, CancellationToken cancellationToken) =>
        databases.Get(ProcessTasks.DatabaseName).WriteAsync(
            async (session, token) =>
            {
                await session.InsertManyAsync(
                    "x_Effects", Columns, effects.Select(IReadOnlyList<object?> (effect) => [kind, effect.Number, effect.Task.Id, effect.Task.Attempt, effect.Task.Epoch]), token);
                await context.CompleteAsync(session, effects.Select(effect => effect.Task), token);
            },
            cancellationToken);
}
