using System.Text.Json.Serialization;
using Dirac.Persistence;
using Dirac.Tasks;

namespace Dirac.Benchmarks.Tasks;

/// <summary>A message that asks for what an ordinary small task does: it waits for others, and writes a row.</summary>
/// <param name="Number">Which one.</param>
internal sealed record Chore(int Number);

/// <summary>Does chores.</summary>
internal sealed class ChoreHandler(IDatabases databases, TimeProvider clock) : ITaskHandler<Chore>
{
    /// <summary>The database.</summary>
    public const string Database = "BenchDB";

    /// <summary>Makes the table that chores write to.</summary>
    public const string MakeTable = "CREATE TABLE IF NOT EXISTS {x_Chores} (Number INTEGER NOT NULL, Text VARCHAR(64) NOT NULL)";

    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(20);

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(IReadOnlyList<ClaimedTask<Chore>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        await Task.Delay(Wait, clock, cancellationToken);
        await databases.Get(Database).WriteAsync(
            (session, token) => session.ExecuteAsync("INSERT INTO {x_Chores} VALUES (@Number, 'done')", new { batch[0].Message.Number }, token), cancellationToken);
        return [TaskOutcome.Done];
    }
}

/// <summary>How chores are stored.</summary>
[JsonSerializable(typeof(Chore))]
internal sealed partial class ChoreJson : JsonSerializerContext;
