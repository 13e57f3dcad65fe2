using System.Globalization;
using Dirac.Persistence;
using Dirac.Tasks.Tests.Simulation;
using Dirac.Testing;

namespace Dirac.Tasks.Tests.Model;

/// <summary>Random operations on the store and on a simple model of it: they agree after each step.</summary>
/// <remarks><c>DIRAC_TEST_SEED</c> replays a run, <c>DIRAC_MODEL_OPERATIONS</c> makes it longer. A run that fails is cut down to few operations.</remarks>
public abstract class TaskStoreModelContract(Engine engine)
{
    private const int Usual = 2_000;
    private const int AtOnce = 250;
    private const int MostTrials = 150;

    [Fact]
    public async Task Store_RandomOperations_AgreesWithTheModel()
    {
        var seed = TestSeed.Next();
        var random = new Random(seed);
        await using var world = await SimulatedWorld.CreateAsync(engine);
        for (var left = Operations(); left > 0; left -= AtOnce)
        {
            var operations = ModelOperation.Make(random, Math.Min(left, AtOnce));
            if (await ModelRun.DoAsync(world, operations) is not null)
                Assert.Fail(await ExplainAsync(world, operations));
        }
    }

    private static int Operations() => int.TryParse(Environment.GetEnvironmentVariable("DIRAC_MODEL_OPERATIONS"), CultureInfo.InvariantCulture, out var number) ? number : Usual;

    private static async Task<string> ExplainAsync(SimulatedWorld world, IReadOnlyList<ModelOperation> operations)
    {
        var few = await ShrinkAsync(operations, async candidate => await ModelRun.DoAsync(world, candidate) is not null);
        return $"{await ModelRun.DoAsync(world, few)}\nafter\n{string.Join('\n', few)}";
    }

    // Leaves out ever smaller pieces for as long as the rest still fails.
    private static async Task<IReadOnlyList<ModelOperation>> ShrinkAsync(IReadOnlyList<ModelOperation> operations, Func<IReadOnlyList<ModelOperation>, Task<bool>> fails)
    {
        var trials = 0;
        for (var piece = operations.Count / 2; piece > 0; piece /= 2)
        {
            for (var from = 0; from + piece <= operations.Count && trials++ < MostTrials;)
            {
                List<ModelOperation> without = [.. operations.Take(from), .. operations.Skip(from + piece)];
                if (await fails(without))
                    operations = without;
                else
                    from += piece;
            }
        }
        return operations;
    }
}

public sealed class SqliteTaskStoreModelTests() : TaskStoreModelContract(Engine.Sqlite);

public sealed class MySqlTaskStoreModelTests() : TaskStoreModelContract(Engine.MySql);
