using Dirac.Pilot.Node;

namespace Dirac.Pilot.Batch;

/// <summary>PBS Professional, OpenPBS and Torque: <c>qstat -f</c>.</summary>
/// <param name="jobId"><c>PBS_JOBID</c>.</param>
/// <param name="tool">Runs <c>qstat</c>.</param>
internal sealed class PbsSlot(string jobId, INodeTool tool) : IBatchSystem
{
    /// <summary>Set in every slot.</summary>
    internal const string JobId = "PBS_JOBID";

    /// <inheritdoc/>
    public string Name => "PBS";

    /// <inheritdoc/>
    public async Task<SlotTime> ReadAsync(CancellationToken cancellationToken) =>
        await tool.RunAsync("qstat", ["-f", jobId], cancellationToken) is { } output ? Parse(output) : default;

    /// <summary>What is left. Torque's <c>Walltime.Remaining</c> (seconds) counts before limit and use.</summary>
    internal static SlotTime Parse(string output)
    {
        var attributes = Attributes(output);
        var left = SlotTime.Of(
            Time("Resource_List.walltime"), Time("resources_used.walltime"), Time("Resource_List.cput"), Time("resources_used.cput"));
        return Durations.Seconds(attributes.GetValueOrDefault("Walltime.Remaining")) is { } remaining ? left with { WallClock = remaining } : left;

        TimeSpan? Time(string name) => Durations.Clock(attributes.GetValueOrDefault(name));
    }

    private static Dictionary<string, string> Attributes(string output)
    {
        var attributes = new Dictionary<string, string>();
        foreach (var line in output.Split('\n'))
        {
            if (line.Split(" = ", 2) is [var name, var value]) attributes[name.Trim()] = value.Trim();
        }

        return attributes;
    }
}
