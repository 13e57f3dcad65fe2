using Dirac.Hosting.Configuration;
using Dirac.Model.Configuration;
using Dirac.Model.Jdl;

namespace Dirac.Workload;

/// <summary>What the central configuration says about jobs, read where it is needed so that a change takes effect at once.</summary>
internal sealed class WorkloadConfiguration(IConfigurationSnapshots snapshots)
{
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

    // Without any site in the configuration every name is taken: then nothing could tell a mistyped one.
    private static List<string>? Sites(CfgSection root)
    {
        var names = root.SectionNames("/Resources/Sites").SelectMany(grid => root.SectionNames($"/Resources/Sites/{grid}")).ToList();
        return names.Count > 0 ? names : null;
    }

    private static List<string>? Known(CfgSection root, string path) =>
        root.GetSection(path) is { } section && section.Entries.Any() ? [.. section.Entries.Select(entry => entry.Key)] : null;
}
