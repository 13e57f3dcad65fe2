namespace Dirac.Hosting.Health;

/// <summary>What this process uses at the moment, for those who look after it.</summary>
/// <param name="Pid">Process number.</param>
/// <param name="AllocatedBytes">Bytes allocated since the start, those collected since included.</param>
/// <param name="HeapBytes">Bytes in the managed heap.</param>
/// <param name="WorkingSetBytes">Memory the process holds.</param>
/// <param name="Collections">Garbage collections since the start, the cheap ones included.</param>
/// <param name="CpuSeconds">Processor time since the start.</param>
/// <param name="Threads">Threads of the pool.</param>
internal sealed record ProcessReport(int Pid, long AllocatedBytes, long HeapBytes, long WorkingSetBytes, int Collections, double CpuSeconds, int Threads)
{
    /// <summary>Looks.</summary>
    public static ProcessReport Take() => new(
        Environment.ProcessId,
        GC.GetTotalAllocatedBytes(precise: false),
        GC.GetTotalMemory(forceFullCollection: false),
        Environment.WorkingSet,
        GC.CollectionCount(0),
        Environment.CpuUsage.TotalTime.TotalSeconds,
        ThreadPool.ThreadCount);
}
