using Dirac.Tasks.Tests.Simulation;

namespace Dirac.Tasks.Tests.History;

/// <summary>A process of a simulated installation: its clock, its way to the database, and what it was told.</summary>
internal abstract class SimulatedProcess
{
    protected SimulatedProcess(string name, RunSetting setting)
    {
        Name = name;
        World = setting.World;
        Random = setting.Random;
        Log = setting.Log;
        Time = new ProcessTime(World.Clock);
        Database = World.Connect(setting.Faults);
    }

    public string Name { get; }

    public ProcessTime Time { get; }

    protected SimulatedWorld World { get; }

    protected Random Random { get; }

    protected HistoryLog Log { get; }

    protected FaultyDatabase Database { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Does the next thing.</summary>
    public abstract Task StepAsync();

    /// <summary>Makes a call whose transaction is its last; says what was committed and whether the process knows.</summary>
    protected async Task<Reply<T>> TryAsync<T>(Func<Task<T>> call)
    {
        Database.Forget();
        try
        {
            return new Reply<T>(await call(), IsCommitted: true, IsKnown: true);
        }
        catch (Exception exception) when (FaultyDatabase.IsFault(exception))
        {
            return Database.Committed is T committed ? new Reply<T>(committed, IsCommitted: true, IsKnown: false) : new Reply<T>(default, IsCommitted: false, IsKnown: false);
        }
    }

    /// <summary>What came of a call.</summary>
    protected sealed record Reply<T>(T? Value, bool IsCommitted, bool IsKnown);
}

/// <summary>What the processes of a run share.</summary>
internal sealed record RunSetting(SimulatedWorld World, Random Random, HistoryLog Log, DatabaseFaults Faults);
