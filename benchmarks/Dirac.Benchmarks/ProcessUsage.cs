using System.Globalization;

namespace Dirac.Benchmarks;

/// <summary>What a process has used so far, as the kernel counts it.</summary>
/// <param name="Cpu">CPU time of the process.</param>
/// <param name="ChildrenCpu">CPU time of children that have ended, and of theirs.</param>
/// <param name="ResidentMegabytes">Memory it holds now, MB.</param>
internal sealed record ProcessUsage(TimeSpan Cpu, TimeSpan ChildrenCpu, double ResidentMegabytes)
{
    // USER_HZ: fixed for programs whatever the kernel's own tick is.
    private const int TicksPerSecond = 100;

    public static ProcessUsage Read(int pid)
    {
        // The name in brackets may hold anything; the fields count from behind it.
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var resident = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        var kilobytes = double.Parse(resident.AsSpan("VmRSS:".Length, resident.Length - "VmRSS:".Length - "kB".Length), CultureInfo.InvariantCulture);
        return new ProcessUsage(Time(fields[11], fields[12]), Time(fields[13], fields[14]), kilobytes / 1024);
    }

    private static TimeSpan Time(string user, string system) =>
        TimeSpan.FromSeconds((long.Parse(user, CultureInfo.InvariantCulture) + long.Parse(system, CultureInfo.InvariantCulture)) / (double)TicksPerSecond);
}
