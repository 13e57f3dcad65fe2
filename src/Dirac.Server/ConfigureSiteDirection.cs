using Dirac.Hosting.Configuration;
using Dirac.Workload.SiteDirection;
using Microsoft.Extensions.Options;

namespace Dirac.Server;

/// <summary>Feeds the options of site direction from <c>/Systems/WorkloadManagement/SiteDirection</c>.</summary>
internal sealed class ConfigureSiteDirection(IConfigurationSnapshots snapshots) : IConfigureOptions<SiteDirectionOptions>
{
    private const string Section = "/Systems/WorkloadManagement/SiteDirection";

    public void Configure(SiteDirectionOptions options)
    {
        var root = snapshots.Current.Root;
        options.Enabled = root.GetBool($"{Section}/{nameof(options.Enabled)}", !ConfigureDatabases.AreConfigured(root));
        options.StatusIntervalSeconds = root.GetNumber($"{Section}/{nameof(options.StatusIntervalSeconds)}", options.StatusIntervalSeconds);
        options.PilotWaitSeconds = root.GetNumber($"{Section}/{nameof(options.PilotWaitSeconds)}", options.PilotWaitSeconds);
        options.MaxPilotsToSubmit = root.GetNumber($"{Section}/{nameof(options.MaxPilotsToSubmit)}", options.MaxPilotsToSubmit);
        options.SecretLifetimeSeconds = root.GetNumber($"{Section}/{nameof(options.SecretLifetimeSeconds)}", options.SecretLifetimeSeconds);
        options.SilentStartSeconds = root.GetNumber($"{Section}/{nameof(options.SilentStartSeconds)}", options.SilentStartSeconds);
        options.SilenceSeconds = root.GetNumber($"{Section}/{nameof(options.SilenceSeconds)}", options.SilenceSeconds);
        options.PilotVersions = root.GetOption($"{Section}/{nameof(options.PilotVersions)}") is { Length: > 0 } versions ? versions : options.PilotVersions;
        options.PilotFile = root.GetOption($"{Section}/{nameof(options.PilotFile)}") is { Length: > 0 } file ? file : options.PilotFile;
    }
}
