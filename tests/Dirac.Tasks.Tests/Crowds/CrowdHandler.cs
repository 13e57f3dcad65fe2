using Dirac.Persistence;
using Dirac.Tasks.Tests.Simulation;

namespace Dirac.Tasks.Tests.Crowds;

/// <summary>Mostly has its effects and completes its tasks in one transaction; sometimes fails, waits, or sleeps past its lease and goes on as if nothing were.</summary>
internal sealed class CrowdHandler(Crowd crowd, int member, Random random, IDatabase database) : ITaskHandler<Deed>
{
    private static readonly TimeSpan PastTheLease = TimeSpan.FromMilliseconds(1_300);

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(IReadOnlyList<ClaimedTask<Deed>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        foreach (var task in batch)
            crowd.Calls.Add((task.Id, task.Epoch, member, task.Attempt));
        switch (Chance())
        {
            case 0: throw new FormatException("As the crowd wants.");
            case 1: return [.. batch.Select(_ => new TaskOutcome.RetryAfter(TimeSpan.Zero, "as the crowd wants"))];
            case 2: return [.. batch.Select(_ => new TaskOutcome.Failed("as the crowd wants"))];
            case 3: await Task.Delay(PastTheLease, TimeProvider.System, CancellationToken.None); break;
        }
        await CommitAsync(batch, context);
        return [.. batch.Select(_ => TaskOutcome.AlreadyDone)];
    }

    private int Chance()
    {
        lock (random)
            return random.Next(40);
    }

    private Task CommitAsync(IReadOnlyList<ClaimedTask<Deed>> batch, TaskContext context) => database.WriteAsync(
        async (session, token) =>
        {
            await session.InsertManyAsync("x_Effects", ["TaskID", "Number"], batch.Select(IReadOnlyList<object?> (task) => [task.Id, task.Message.Number]), token);
            await context.CompleteAsync(session, batch, token);
        },
        CancellationToken.None);
}
