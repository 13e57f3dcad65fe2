namespace Dirac.Pilot.Batch;

/// <summary>Machine/Job Features (HSF-TN-2016-02): one value in each file of two directories that the site provides.</summary>
/// <param name="jobFeatures">Directory named by <c>JOBFEATURES</c>; null when there is none.</param>
/// <param name="machineFeatures">Directory named by <c>MACHINEFEATURES</c>; null when there is none.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class MachineJobFeatures(string? jobFeatures, string? machineFeatures, TimeProvider clock) : IBatchSystem
{
    /// <summary>Variable with the directory about the job.</summary>
    internal const string Job = "JOBFEATURES";

    /// <summary>Variable with the directory about the machine.</summary>
    internal const string Machine = "MACHINEFEATURES";

    private static readonly string[] JobKeys = ["jobstart_secs", "wall_limit_secs", "cpu_limit_secs", "allocated_cpu", "shutdowntime_job", "max_rss_bytes"];

    /// <inheritdoc/>
    public string Name => "Machine/Job Features";

    /// <inheritdoc/>
    public Task<SlotTime> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Parse(Read(jobFeatures, JobKeys), Read(machineFeatures, ["shutdowntime"]), clock.GetUtcNow()));

    /// <summary>What is left: the earliest of the job's limit, the job's and the machine's shutdown; CPU as if all processors had worked since the job's start.</summary>
    internal static SlotTime Parse(IReadOnlyDictionary<string, string> job, IReadOnlyDictionary<string, string> machine, DateTimeOffset now)
    {
        var ran = Moment(job, "jobstart_secs") is { } start ? now - start : (TimeSpan?)null;
        TimeSpan?[] ends =
        [
            Durations.Seconds(job.GetValueOrDefault("wall_limit_secs")) - ran,
            Moment(job, "shutdowntime_job") - now,
            Moment(machine, "shutdowntime") - now,
        ];
        var processors = Math.Max(1, Durations.Seconds(job.GetValueOrDefault("allocated_cpu"))?.TotalSeconds ?? 1);
        return new SlotTime(ends.Min(), Durations.Seconds(job.GetValueOrDefault("cpu_limit_secs")) - (ran * processors));
    }

    /// <summary>The values in a directory.</summary>
    internal static IReadOnlyDictionary<string, string> Read(string? directory, IReadOnlyList<string> keys) => keys
        .Select(key => (Key: key, Path: Path.Combine(directory ?? "/nonexistent", key)))
        .Where(file => File.Exists(file.Path))
        .ToDictionary(file => file.Key, file => File.ReadAllText(file.Path).Trim());

    private static DateTimeOffset? Moment(IReadOnlyDictionary<string, string> values, string key) => SlurmSlot.Remaining(values.GetValueOrDefault(key), DateTimeOffset.UnixEpoch) is { } since
        ? DateTimeOffset.UnixEpoch + since
        : null;
}
