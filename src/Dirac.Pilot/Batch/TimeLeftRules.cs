using System.Globalization;

namespace Dirac.Pilot.Batch;

/// <summary>What the time left means for jobs. Pure.</summary>
internal static class TimeLeftRules
{
    /// <summary>Normalised CPU time a job may still ask for, HS06 seconds for each processor.</summary>
    /// <param name="left">How long the slot lasts; null when nobody says.</param>
    /// <param name="margin">What is kept for ending payloads and bringing their output away.</param>
    /// <param name="power">Power of one processor, HS06.</param>
    /// <param name="most">The most to offer.</param>
    internal static long CpuTime(TimeSpan? left, TimeSpan margin, double power, long most) =>
        left is { } time ? Math.Min(most, (long)Math.Max(0, (time - margin).TotalSeconds * power)) : most;

    /// <summary>Why no job is to be asked for any more; null while one may be. The first job is asked for in however short a slot.</summary>
    /// <param name="cpuTime">What could be offered, HS06 seconds.</param>
    /// <param name="least">Least for another job, HS06 seconds.</param>
    /// <param name="isFirst">Whether no job has run yet.</param>
    internal static string? Refusal(long cpuTime, long least, bool isFirst)
    {
        if (cpuTime >= least || (isFirst && cpuTime > 0)) return null;
        return string.Create(CultureInfo.InvariantCulture, $"Too little time is left in the batch system's slot: {cpuTime} HS06 s of CPU, another job needs {least}");
    }
}
