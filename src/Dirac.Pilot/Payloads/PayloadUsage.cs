using Dirac.Pilot.Supervision;

namespace Dirac.Pilot.Payloads;

/// <summary>What a payload has used up to one moment.</summary>
/// <param name="WallClock">Since it started.</param>
/// <param name="Cpu">CPU time of all its processes, those it has waited for included.</param>
/// <param name="ResidentKilobytes">Resident memory of all its processes, kB.</param>
/// <param name="VirtualKilobytes">Virtual memory of all its processes, kB.</param>
/// <param name="FreeDiskBytes">Free disk in its directory, bytes.</param>
internal readonly record struct PayloadUsage(TimeSpan WallClock, TimeSpan Cpu, long ResidentKilobytes, long VirtualKilobytes, long FreeDiskBytes)
{
    /// <summary>Measures everything below a supervisor.</summary>
    /// <param name="supervisor">Its process id.</param>
    /// <param name="directory">The job's directory.</param>
    /// <param name="wallClock">Time since the payload started.</param>
    internal static PayloadUsage Measure(int supervisor, string directory, TimeSpan wallClock)
    {
        var processes = ProcessTree.Read().Descendants(supervisor).ToList();
        return new PayloadUsage(
            wallClock,
            TimeSpan.FromTicks(processes.Sum(process => process.CpuTime.Ticks)),
            processes.Sum(process => process.ResidentKilobytes),
            processes.Sum(process => process.VirtualKilobytes),
            new DriveInfo(directory).AvailableFreeSpace);
    }
}
