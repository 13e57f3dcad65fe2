using System.Collections.Concurrent;
using Dirac.Hosting.Configuration;
using Dirac.Model.Configuration;
using Dirac.Model.Jdl;
using Dirac.Security.Identities;
using Dirac.Workload.Matching.Limits;

namespace Dirac.Workload;

/// <summary>What the central configuration says about jobs, read where it is needed so that a change takes effect at once.</summary>
internal sealed class WorkloadConfiguration(IConfigurationSnapshots snapshots)
{
    private volatile KnownLimits? _limits;

    /// <summary>Users, groups and their options.</summary>
    public Registry Registry => snapshots.Current.Registry;

    /// <summary>Running limits and delays of a site for a VO's jobs (Operations JobScheduling).</summary>
    public SiteLimits LimitsOf(string vo, string site)
    {
        var current = snapshots.Current;
        var known = _limits;
        if (known is null || !ReferenceEquals(known.Snapshot, current)) _limits = known = new KnownLimits(current);
        return known.Of(vo, site);
    }

    /// <summary>Bounds of job descriptions of a VO (Operations JobDescription, Resources Sites and Computing).</summary>
    public JobDescriptionLimits LimitsOf(string vo)
    {
        var current = snapshots.Current;
        var operations = current.Operations(vo);
        var defaults = new JobDescriptionLimits();
        var types = operations.GetList("/JobDescription/AllowedJobTypes");
        return new JobDescriptionLimits
        {
            Vo = vo,
            MinCpuTime = operations.GetInt("/JobDescription/MinCPUTime", (int)defaults.MinCpuTime),
            MaxCpuTime = operations.GetInt("/JobDescription/MaxCPUTime", (int)defaults.MaxCpuTime),
            MaxInputData = operations.GetInt("/JobDescription/MaxInputData", defaults.MaxInputData),
            AllowedJobTypes = types.Count > 0 ? types : defaults.AllowedJobTypes,
            KnownSites = Sites(current.Root),
            KnownPlatforms = Known(current.Root, "/Resources/Computing/OSCompatibility"),
        };
    }

    /// <summary>How many jobs one submission may make: DIRAC's JobDescription/MaxParametricJobs of the VO, if it lowers the installation's limit.</summary>
    public int MaxJobsPerSubmission(string vo, int limit) =>
        Math.Clamp(snapshots.Current.Operations(vo).GetInt("/JobDescription/MaxParametricJobs", limit), 1, limit);

    // Asked with every match, so the sections are read once for each configuration.
    private sealed class KnownLimits(ConfigurationSnapshot snapshot)
    {
        private readonly ConcurrentDictionary<string, CfgSection> _operations = new();
        private readonly ConcurrentDictionary<(string VO, string Site), SiteLimits> _limits = new();

        public ConfigurationSnapshot Snapshot => snapshot;

        public SiteLimits Of(string vo, string site) => _limits.GetOrAdd((vo, site), key => SiteLimits.Read(_operations.GetOrAdd(key.VO, snapshot.Operations), key.Site));
    }

    // Without any site in the configuration every name is taken: then nothing could tell a mistyped one.
    private static List<string>? Sites(CfgSection root)
    {
        var names = root.SectionNames("/Resources/Sites").SelectMany(grid => root.SectionNames($"/Resources/Sites/{grid}")).ToList();
        return names.Count > 0 ? names : null;
    }

    private static List<string>? Known(CfgSection root, string path) =>
        root.GetSection(path) is { } section && section.Entries.Any() ? [.. section.Entries.Select(entry => entry.Key)] : null;
}
