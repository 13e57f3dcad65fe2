using System.Globalization;
using Dirac.Pilot.Node;

namespace Dirac.Pilot.Batch;

/// <summary>Slurm: <c>SLURM_JOB_END_TIME</c>, and where an older one does not set it, <c>squeue</c>.</summary>
/// <param name="variables">The slot's environment.</param>
/// <param name="tool">Runs <c>squeue</c>.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class SlurmSlot(IReadOnlyDictionary<string, string> variables, INodeTool tool, TimeProvider clock) : IBatchSystem
{
    /// <summary>Set in every slot.</summary>
    internal const string JobId = "SLURM_JOB_ID";

    /// <inheritdoc/>
    public string Name => "Slurm";

    /// <inheritdoc/>
    public async Task<SlotTime> ReadAsync(CancellationToken cancellationToken)
    {
        // Asking the controller from every slot would burden it.
        if (Remaining(variables.GetValueOrDefault("SLURM_JOB_END_TIME"), clock.GetUtcNow()) is { } left) return new SlotTime(left);
        return new SlotTime(Parse(await tool.RunAsync("squeue", ["-h", "-j", variables[JobId], "-o", "%L"], cancellationToken)));
    }

    /// <summary>What <c>squeue -o %L</c> prints: a length of time, or a word when there is no limit or no answer.</summary>
    internal static TimeSpan? Parse(string? output) => Durations.DaysAndClock(output);

    /// <summary>The time to a moment in seconds since 1970.</summary>
    internal static TimeSpan? Remaining(string? end, DateTimeOffset now) =>
        long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= uint.MaxValue ? DateTimeOffset.FromUnixTimeSeconds(seconds) - now : null;
}
