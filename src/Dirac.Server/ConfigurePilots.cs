using Dirac.Hosting.Configuration;
using Dirac.Workload.Pilots.BlackHoles;
using Dirac.Workload.Pilots.Records;
using Microsoft.Extensions.Options;

namespace Dirac.Server;

/// <summary>Feeds the options of black holes and of pilots' records from the sections <c>BlackHoles</c> and <c>PilotRecords</c> of <c>/Systems/WorkloadManagement</c>.</summary>
internal sealed class ConfigurePilots(IConfigurationSnapshots snapshots) : IConfigureOptions<BlackHoleOptions>, IConfigureOptions<PilotRecordsOptions>
{
    private const string BlackHoles = "/Systems/WorkloadManagement/BlackHoles";
    private const string Records = "/Systems/WorkloadManagement/PilotRecords";

    public void Configure(BlackHoleOptions options)
    {
        var root = snapshots.Current.Root;
        options.Enabled = root.GetBool($"{BlackHoles}/{nameof(options.Enabled)}", options.Enabled);
        options.Failures = root.GetNumber($"{BlackHoles}/{nameof(options.Failures)}", options.Failures);
        options.QuickSeconds = root.GetNumber($"{BlackHoles}/{nameof(options.QuickSeconds)}", options.QuickSeconds);
        options.WindowSeconds = root.GetNumber($"{BlackHoles}/{nameof(options.WindowSeconds)}", options.WindowSeconds);
    }

    public void Configure(PilotRecordsOptions options)
    {
        var root = snapshots.Current.Root;
        options.MaxLogBytes = root.GetNumber($"{Records}/{nameof(options.MaxLogBytes)}", options.MaxLogBytes);
        options.MaxOutputCharacters = root.GetNumber($"{Records}/{nameof(options.MaxOutputCharacters)}", options.MaxOutputCharacters);
    }
}
