using Dirac.Hosting.Configuration;
using Dirac.Monitoring;
using Microsoft.Extensions.Options;

namespace Dirac.Server;

/// <summary>Feeds <see cref="MonitoringOptions"/> from the section <c>/Systems/ResourceStatus/Statuses</c> of the configuration.</summary>
internal sealed class ConfigureMonitoring(IConfigurationSnapshots snapshots) : IConfigureOptions<MonitoringOptions>
{
    private const string Section = "/Systems/ResourceStatus/Statuses";

    public void Configure(MonitoringOptions options)
    {
        var root = snapshots.Current.Root;
        options.TokenHours = root.GetNumber($"{Section}/{nameof(options.TokenHours)}", options.TokenHours);
        options.DrainHours = root.GetNumber($"{Section}/{nameof(options.DrainHours)}", options.DrainHours);
        options.StatusMessages = root.GetOption($"{Section}/{nameof(options.StatusMessages)}", options.StatusMessages);
        options.LookSeconds = root.GetNumber($"{Section}/{nameof(options.LookSeconds)}", options.LookSeconds);
    }
}
