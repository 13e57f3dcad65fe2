using Dirac.Tasks.Administration;
using Dirac.Tasks.Running;
using Dirac.Tasks.Storage;
using Dirac.Tasks.Tests.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dirac.Tasks.Tests.History;

/// <summary>A person who pauses kinds, lets them go on, and retries or drops dead tasks.</summary>
internal sealed class SimulatedOperator(string name, RunSetting setting) : SimulatedProcess(name, setting)
{
    private static readonly string[] Kinds = [SimulatedWorld.Deeds, SimulatedWorld.Chores, SimulatedWorld.Guards, SimulatedWorld.Firings, SimulatedWorld.Summaries];

    public override async Task StepAsync()
    {
        var kind = Kinds[Random.Next(Kinds.Length)];
        var pauses = new TaskPauses(Database, World.Registry, new InProcessDoorbell(), NullLogger<TaskPauses>.Instance);
        var dead = new DeadTasks(Database, World.Registry, World.Ends, new InProcessDoorbell(), NullLogger<DeadTasks>.Instance);
        await (Random.Next(5) switch
        {
            0 => TryAsync(() => pauses.PauseAsync(kind, Name, "as the run wants", Token)),
            1 or 2 => TryAsync(() => pauses.ResumeAsync(kind, Name, Token)),
            3 => (Task)TryAsync(() => dead.DropAsync(new DeadTaskFilter { Name = kind }, Name, Token)),
            _ => TryAsync(() => dead.RetryAsync(new DeadTaskFilter { Name = kind }, Name, Token)),
        });
        await Log.LookAsync();
        await Log.LookAtPausesAsync();
    }

    /// <summary>Lets everything go on.</summary>
    public async Task EndWellAsync()
    {
        var pauses = new TaskPauses(World.Truth, World.Registry, new InProcessDoorbell(), NullLogger<TaskPauses>.Instance);
        foreach (var kind in Kinds)
            await pauses.ResumeAsync(kind, Name, Token);
        await Unparking.RunAsync(World.Truth, Token);
        await Log.LookAtPausesAsync();
    }
}
