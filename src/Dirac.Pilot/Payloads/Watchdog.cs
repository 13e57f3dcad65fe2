using Dirac.Model.Jdl;
using Dirac.Model.Jobs;
using Dirac.Pilot.Attempts;

namespace Dirac.Pilot.Payloads;

/// <summary>Decides from what a payload uses whether it may go on.</summary>
/// <param name="limits">What is allowed.</param>
/// <param name="job">What the job asked for.</param>
/// <param name="processors">Processors it was given.</param>
/// <param name="cpuPower">Power of one of them, HS06.</param>
/// <remarks>No effects and no clock of its own; not thread-safe.</remarks>
internal sealed class Watchdog(WatchdogLimits limits, JobDescription job, int processors, double cpuPower)
{
    /// <summary>Minor status of a job that took more memory than it asked for; DIRAC only warns.</summary>
    internal const string MemoryExceeded = "Job has exceeded its memory";

    private readonly Queue<PayloadUsage> _window = [];
    private bool _checkpointAsked;

    /// <summary>Looks at the payload once.</summary>
    /// <param name="now">What it has used.</param>
    /// <param name="slotLeft">How long the batch system's slot lasts; null when nobody says.</param>
    /// <returns>Why it is to be ended; null when it may go on.</returns>
    internal AttemptStop.OverLimit? Look(PayloadUsage now, TimeSpan? slotLeft = null)
    {
        if (slotLeft <= limits.EndMargin)
        {
            return new AttemptStop.OverLimit(MinorStatuses.CpuLimitReached, $"The batch system ends this slot in {Math.Max(0, slotLeft.Value.TotalSeconds):0} s");
        }

        return Judge(now) is { } minorStatus ? new AttemptStop.OverLimit(minorStatus) : null;
    }

    private string? Judge(PayloadUsage now)
    {
        _window.Enqueue(now);
        if (now.WallClock > limits.WallClock) return MinorStatuses.WallClockExceeded;
        if (now.FreeDiskBytes < limits.FreeDiskBytes) return MinorStatuses.InsufficientDisk;
        if (job.MaxRam is { } gigabytes && now.ResidentKilobytes > gigabytes * 1_000_000) return MemoryExceeded;
        if (job.DisableCpuCheck) return null;
        if (limits.CpuFactor > 0 && now.Cpu.TotalSeconds * cpuPower > job.CpuTime * limits.CpuFactor * processors) return MinorStatuses.CpuLimitReached;
        // CPU that ended processes had used may drop out of the sum, so that even a ratio of nothing is missed.
        return job.JobType != "Test" && limits.StallRatio > 0 && IsStalled(now) ? MinorStatuses.WatchdogStalled : null;
    }

    /// <summary>Whether the payload is to be told now to save its state: once, when what is left of its time is as short as the job asked for.</summary>
    /// <remarks>Only jobs with StopSigRegex are told. The signal goes to the whole process group.</remarks>
    internal bool WantsCheckpoint(PayloadUsage now, TimeSpan? slotLeft = null)
    {
        if (_checkpointAsked || job.StopSignalRegex is null) return false;
        if (TimeLeft(now) > job.StopSignalStart && !(slotLeft - limits.EndMargin <= job.StopSignalStart)) return false;
        return _checkpointAsked = true;
    }

    // CPU time left is turned into wall clock as if all processors went on working.
    private TimeSpan TimeLeft(PayloadUsage now)
    {
        var wallClock = limits.WallClock - now.WallClock;
        if (limits.CpuFactor <= 0 || job.DisableCpuCheck) return wallClock;
        var cpu = TimeSpan.FromSeconds(((job.CpuTime * limits.CpuFactor) - (now.Cpu.TotalSeconds * cpuPower / processors)) / cpuPower);
        return cpu < wallClock ? cpu : wallClock;
    }

    private bool IsStalled(PayloadUsage now)
    {
        if (now.WallClock - _window.Peek().WallClock < limits.StallWindow) return false;
        var first = _window.Dequeue();
        return (now.Cpu - first.Cpu) / (now.WallClock - first.WallClock) < limits.StallRatio;
    }
}
