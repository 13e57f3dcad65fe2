using Dirac.Pilot.Node;

namespace Dirac.Pilot.Batch;

/// <summary>Grid Engine (SGE, Univa, Son of Grid Engine): <c>qstat -f -j</c>.</summary>
/// <param name="jobId"><c>JOB_ID</c>.</param>
/// <param name="task"><c>SGE_TASK_ID</c>, a number in an array job, else <c>undefined</c>.</param>
/// <param name="tool">Runs <c>qstat</c>.</param>
internal sealed class GridEngineSlot(string jobId, string task, INodeTool tool) : IBatchSystem
{
    /// <summary>Set in every slot, and by no other batch system.</summary>
    internal const string TaskId = "SGE_TASK_ID";

    /// <inheritdoc/>
    public string Name => "Grid Engine";

    /// <inheritdoc/>
    public async Task<SlotTime> ReadAsync(CancellationToken cancellationToken) =>
        await tool.RunAsync("qstat", ["-f", "-j", jobId], cancellationToken) is { } output ? Parse(output, task) : default;

    /// <summary>What is left, by the limits asked for (<c>h_rt</c> and <c>s_rt</c>, <c>h_cpu</c> and <c>s_cpu</c>; the lower counts) and the usage of the task.</summary>
    internal static SlotTime Parse(string output, string task)
    {
        var limits = Pairs(Line(output, "hard resource_list:") ?? Line(output, "hard_resource_list:"));
        var usage = Pairs(UsageLine(output, task));
        return SlotTime.Of(Lower(limits, "h_rt", "s_rt"), Time(usage, "wallclock"), Lower(limits, "h_cpu", "s_cpu"), Time(usage, "cpu"));
    }

    // "usage    1:   cpu=…" for a job without tasks, "usage   17:  …" for task 17.
    private static string? UsageLine(string output, string task)
    {
        var number = task is "" or "undefined" ? "1" : task;
        foreach (var line in output.Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line.StartsWith("usage", StringComparison.Ordinal) && line["usage".Length..colon].Trim() == number) return line[(colon + 1)..];
        }

        return null;
    }

    private static string? Line(string output, string name) =>
        output.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..];

    private static Dictionary<string, string> Pairs(string? list)
    {
        var pairs = new Dictionary<string, string>();
        foreach (var item in (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (item.Split('=', 2) is [var name, var value]) pairs[name] = value;
        }

        return pairs;
    }

    private static TimeSpan? Lower(Dictionary<string, string> pairs, string hard, string soft) => new[] { Limit(pairs, hard), Limit(pairs, soft) }.Min();

    // A plain number is seconds.
    private static TimeSpan? Limit(Dictionary<string, string> pairs, string name) => Durations.Clock(pairs.GetValueOrDefault(name));

    // Usage has days before the clock when there are some: 1:02:03:04.
    private static TimeSpan? Time(Dictionary<string, string> pairs, string name)
    {
        var parts = pairs.GetValueOrDefault(name)?.Split(':') ?? [];
        if (parts.Length < 4) return Durations.Clock(pairs.GetValueOrDefault(name));
        return Durations.DaysAndClock($"{parts[0]}-{string.Join(':', parts[1..])}");
    }
}
