using Dirac.Hosting.Configuration;
using Dirac.Workload.Jobs.Search;
using Microsoft.Extensions.Options;

namespace Dirac.Server;

/// <summary>Feeds <see cref="SearchOptions"/> from the section <c>/Systems/WorkloadManagement/Search</c> of the configuration.</summary>
internal sealed class ConfigureSearch(IConfigurationSnapshots snapshots) : IConfigureOptions<SearchOptions>
{
    private const string Section = "/Systems/WorkloadManagement/Search";

    public void Configure(SearchOptions options)
    {
        var root = snapshots.Current.Root;
        options.SecondsPerSearch = root.GetNumber($"{Section}/{nameof(options.SecondsPerSearch)}", options.SecondsPerSearch);
        options.SecondsPerCount = root.GetNumber($"{Section}/{nameof(options.SecondsPerCount)}", options.SecondsPerCount);
        options.MostCounted = root.GetNumber($"{Section}/{nameof(options.MostCounted)}", options.MostCounted);
    }
}
