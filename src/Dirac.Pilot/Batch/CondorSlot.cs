using System.Globalization;

namespace Dirac.Pilot.Batch;

/// <summary>HTCondor: the job's ClassAd, a file in the slot.</summary>
/// <remarks>
/// HTCondor itself limits a job only when it was submitted with <c>allowed_job_duration</c> or <c>allowed_execute_duration</c>; many sites set
/// <c>MaxRuntime</c>, which DIRAC reads too. All three are seconds, counted from <c>JobCurrentStartDate</c>.
/// </remarks>
/// <param name="jobAd">Path of the ClassAd.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class CondorSlot(string jobAd, TimeProvider clock) : IBatchSystem
{
    /// <summary>Variable with the path of the job's ClassAd.</summary>
    internal const string JobAd = "_CONDOR_JOB_AD";

    /// <summary>Variable with the path of the slot's ClassAd.</summary>
    internal const string MachineAd = "_CONDOR_MACHINE_AD";

    private static readonly string[] Limits = ["MaxRuntime", "AllowedJobDuration", "AllowedExecuteDuration"];

    /// <inheritdoc/>
    public string Name => "HTCondor";

    /// <inheritdoc/>
    public async Task<SlotTime> ReadAsync(CancellationToken cancellationToken) =>
        File.Exists(jobAd) ? Parse(await File.ReadAllTextAsync(jobAd, cancellationToken), clock.GetUtcNow()) : default;

    /// <summary>What a job's ClassAd leaves.</summary>
    internal static SlotTime Parse(string ad, DateTimeOffset now)
    {
        var attributes = Attributes(ad);
        if (Number(attributes, "JobCurrentStartDate") is not { } start) return default;
        var limit = Limits.Select(name => Number(attributes, name)).Where(seconds => seconds > 0).Min();
        return new SlotTime(limit is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(start + seconds) - now : null);
    }

    /// <summary>The attributes of a ClassAd in the old form, <c>Name = value</c> on each line; names in any case.</summary>
    internal static IReadOnlyDictionary<string, string> Attributes(string ad)
    {
        var attributes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in ad.Split('\n'))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) attributes[line[..equals].Trim()] = line[(equals + 1)..].Trim();
        }

        return attributes;
    }

    /// <summary>A whole number that is not negative; null when the attribute is absent or an expression.</summary>
    internal static long? Number(IReadOnlyDictionary<string, string> attributes, string name) =>
        long.TryParse(attributes.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= uint.MaxValue ? number : null;
}
