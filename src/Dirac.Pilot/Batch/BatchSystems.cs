using Dirac.Pilot.Node;

namespace Dirac.Pilot.Batch;

/// <summary>Tells from its environment what kind of slot this process runs in.</summary>
internal static class BatchSystems
{
    /// <summary>The systems to ask, the most exact first; empty outside of any.</summary>
    /// <param name="variables">This process's environment.</param>
    /// <param name="tool">Runs their programs.</param>
    /// <param name="clock">Tells the time.</param>
    internal static IReadOnlyList<IBatchSystem> Of(IReadOnlyDictionary<string, string> variables, INodeTool tool, TimeProvider clock)
    {
        var systems = new List<IBatchSystem>();
        var (job, machine) = (Value(MachineJobFeatures.Job), Value(MachineJobFeatures.Machine));
        if (job is not null || machine is not null) systems.Add(new MachineJobFeatures(job, machine, clock));
        if (Value(SlurmSlot.JobId) is not null) systems.Add(new SlurmSlot(variables, tool, clock));
        if (Value(CondorSlot.JobAd) is { } ad) systems.Add(new CondorSlot(ad, clock));
        if (Value(LsfSlot.JobId) is { } lsf && Value("LSB_QUEUE") is { } queue) systems.Add(new LsfSlot(lsf, queue, Environment.MachineName, tool));
        if (Value(PbsSlot.JobId) is { } pbs) systems.Add(new PbsSlot(pbs, tool));
        if (Value("JOB_ID") is { } sge && Value(GridEngineSlot.TaskId) is { } task) systems.Add(new GridEngineSlot(sge, task, tool));
        return systems;

        string? Value(string name) => variables.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
    }
}
