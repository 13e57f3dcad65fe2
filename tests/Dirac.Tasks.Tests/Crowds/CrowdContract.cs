using Dirac.Persistence;
using Dirac.Testing;

namespace Dirac.Tasks.Tests.Crowds;

/// <summary>Real workers of several processes at the same time, with broken connections, lost answers, processes that are cut off and handlers that sleep past
/// their lease. What chance decides has a seed; what the threads of the machine decide has none.</summary>
public abstract class CrowdContract(Engine engine)
{
    private const int Rounds = 3;
    private const int AtOnce = 150;

    [Fact]
    public async Task Workers_WithBrokenConnections_LoseNothingAndHaveEffectsOnce()
    {
        await using var crowd = await Crowd.CreateAsync(engine, TestSeed.Next());
        await crowd.JoinAsync();
        await crowd.JoinAsync();
        for (var round = 0; round < Rounds; round++)
        {
            await crowd.EnqueueAsync(round * AtOnce, AtOnce);
            await crowd.JoinAsync();
            await crowd.WaitAsync(AtOnce / 2);
            crowd.CutOff();
        }
        await crowd.JoinAsync();
        crowd.Heal();
        await crowd.WaitAsync(0);

        var effects = await crowd.RowsAsync<long>("SELECT Number FROM {x_Effects} ORDER BY Number");
        var dead = await crowd.RowsAsync<string>("SELECT Body FROM {x_DeadTasks}");
        Assert.Equal(effects.Distinct(), effects);
        Assert.Equal(Rounds * AtOnce, effects.Count + dead.Count);
        Assert.All(crowd.Calls, call => Assert.InRange(call.Attempt, 1, Crowd.MaxAttempts));
        Assert.All(crowd.Calls.GroupBy(call => (call.Task, call.Epoch)), held => Assert.Single(held.Select(call => call.Member).Distinct()));
        TestContext.Current.TestOutputHelper!.WriteLine($"{crowd.Calls.Count} calls for {Rounds * AtOnce} tasks, {dead.Count} dead.");
    }
}

public sealed class SqliteCrowdTests() : CrowdContract(Engine.Sqlite);

public sealed class MySqlCrowdTests() : CrowdContract(Engine.MySql);
