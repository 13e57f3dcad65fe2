using System.Globalization;
using Dirac.Pilot.Node;

namespace Dirac.Pilot.Batch;

/// <summary>LSF: the limits of the queue from <c>bqueues</c>, what the job has used from <c>bjobs</c>.</summary>
/// <remarks>Limits are minutes of a host that <c>bqueues</c> names; they are scaled to this one with the CPU factors of <c>lshosts</c>.</remarks>
/// <param name="jobId"><c>LSB_JOBID</c>.</param>
/// <param name="queue"><c>LSB_QUEUE</c>.</param>
/// <param name="host">This host's name.</param>
/// <param name="tool">Runs the programs.</param>
internal sealed class LsfSlot(string jobId, string queue, string host, INodeTool tool) : IBatchSystem
{
    /// <summary>Set in every slot.</summary>
    internal const string JobId = "LSB_JOBID";

    /// <inheritdoc/>
    public string Name => "LSF";

    /// <inheritdoc/>
    public async Task<SlotTime> ReadAsync(CancellationToken cancellationToken)
    {
        if (await tool.RunAsync("bqueues", ["-l", queue], cancellationToken) is not { } limits) return default;
        if (await tool.RunAsync("bjobs", ["-noheader", "-o", "run_time cpu_used delimiter=','", jobId], cancellationToken) is not { } used) return default;
        var reference = ReferenceHost(limits);
        var hosts = reference is null || reference == host ? "" : await tool.RunAsync("lshosts", ["-w", reference, host], cancellationToken);
        return hosts is null ? default : Parse(limits, used, Scale(hosts, reference, host));
    }

    /// <summary>What is left.</summary>
    /// <param name="limits">What <c>bqueues -l QUEUE</c> prints.</param>
    /// <param name="used">What <c>bjobs</c> prints: seconds run and seconds of CPU.</param>
    /// <param name="scale">Minutes here for one of the host that limits are given for; null when not known.</param>
    internal static SlotTime Parse(string limits, string used, double? scale)
    {
        if (scale is not { } factor) return default;
        var fields = used.Trim().Split(',');
        if (fields.Length != 2) return default;
        return SlotTime.Of(LimitOf(limits, "RUNLIMIT")?.Time * factor, Used(fields[0]), LimitOf(limits, "CPULIMIT")?.Time * factor, Used(fields[1]));
    }

    /// <summary>The host for which limits are given; null when none is named.</summary>
    internal static string? ReferenceHost(string limits) => LimitOf(limits, "RUNLIMIT")?.Host ?? LimitOf(limits, "CPULIMIT")?.Host;

    /// <summary>How much longer this host takes than another, by the column <c>cpuf</c> of <c>lshosts -w</c>.</summary>
    internal static double? Scale(string hosts, string? reference, string host)
    {
        if (reference is null || reference == host) return 1;
        var factors = hosts.Split('\n').Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(columns => columns.Length > 3 && double.TryParse(columns[3], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor) && factor > 0)
            .ToDictionary(columns => columns[0], columns => double.Parse(columns[3], CultureInfo.InvariantCulture));
        return factors.TryGetValue(reference, out var theirs) && factors.TryGetValue(host, out var ours) ? theirs / ours : null;
    }

    // The name of a limit stands alone on its line, its value on the next: "720.0 min of host", or without the host.
    private static (TimeSpan Time, string? Host)? LimitOf(string limits, string name)
    {
        var lines = limits.Split('\n');
        var at = Array.FindIndex(lines, line => line.Trim() == name);
        if (at < 0 || at + 1 == lines.Length) return null;
        var words = lines[at + 1].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words is not ([_, "min"] or [_, "min", "of", _])) return null;
        return double.TryParse(words[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var minutes) && minutes < 1e7
            ? (TimeSpan.FromMinutes(minutes), words.ElementAtOrDefault(3))
            : null;
    }

    private static TimeSpan? Used(string field)
    {
        var text = field.Trim();
        var words = text.Split(' ');
        return words is [var number, "second(s)"] && double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1e9
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }
}
