using System.Globalization;
using Dirac.Hosting.Configuration;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
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
        options.Failures = Number(root, $"{BlackHoles}/{nameof(options.Failures)}", options.Failures);
        options.QuickSeconds = Number(root, $"{BlackHoles}/{nameof(options.QuickSeconds)}", options.QuickSeconds);
        options.WindowSeconds = Number(root, $"{BlackHoles}/{nameof(options.WindowSeconds)}", options.WindowSeconds);
    }

    public void Configure(PilotRecordsOptions options)
    {
        var root = snapshots.Current.Root;
        options.MaxLogBytes = Number(root, $"{Records}/{nameof(options.MaxLogBytes)}", options.MaxLogBytes);
        options.MaxOutputCharacters = Number(root, $"{Records}/{nameof(options.MaxOutputCharacters)}", options.MaxOutputCharacters);
    }

    private static int Number(CfgSection root, string path, int usual)
    {
        if (root.GetOption(path) is not { Length: > 0 } text) return usual;
        return int.TryParse(text, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new DiracException(ErrorCode.BadConfiguration, $"{path} = {text} is not a whole number.", "Mend the configuration and start again.");
    }
}
