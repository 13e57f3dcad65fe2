using System.Globalization;
using Dirac.Hosting.Configuration;
using Dirac.Model.Errors;
using Dirac.Workload.Jobs.Search;
using Microsoft.Extensions.Options;

namespace Dirac.Server;

/// <summary>Feeds <see cref="SearchOptions"/> from the section <c>/Systems/WorkloadManagement/Search</c> of the configuration.</summary>
internal sealed class ConfigureSearch(IConfigurationSnapshots snapshots) : IConfigureOptions<SearchOptions>
{
    private const string Section = "/Systems/WorkloadManagement/Search";

    public void Configure(SearchOptions options)
    {
        options.SecondsPerSearch = Read(nameof(options.SecondsPerSearch), options.SecondsPerSearch);
        options.SecondsPerCount = Read(nameof(options.SecondsPerCount), options.SecondsPerCount);
        options.MostCounted = Read(nameof(options.MostCounted), options.MostCounted);
    }

    private T Read<T>(string name, T usual)
        where T : IParsable<T>
    {
        if (snapshots.Current.Root.GetOption($"{Section}/{name}") is not { Length: > 0 } text) return usual;
        return T.TryParse(text, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new DiracException(ErrorCode.BadConfiguration, $"{Section}/{name} = {text} is not a number.", "Mend the configuration and start again.");
    }
}
