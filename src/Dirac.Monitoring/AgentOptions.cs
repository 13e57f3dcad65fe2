using System.Globalization;
using Dirac.Hosting.Configuration;
using Dirac.Model.Configuration;

namespace Dirac.Monitoring;

/// <summary>The options of DIRAC's agents that do there what tasks do here, at the place where DIRAC has them.</summary>
internal static class AgentOptions
{
    /// <summary>The section of an agent; empty when there is none.</summary>
    public static CfgSection Of(IConfigurationSnapshots snapshots, string agent) =>
        SystemSections.Find(snapshots.Current.Root, "ResourceStatus", $"Agents/{agent}") ?? CfgSection.Empty;

    /// <summary>How often the agent's work is done: <c>PollingTime</c>, seconds. What cannot be understood counts as not given.</summary>
    public static TimeSpan PollingTime(IConfigurationSnapshots snapshots, string agent, TimeSpan usual) =>
        double.TryParse(Of(snapshots, agent).GetOption(nameof(PollingTime)), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and < 1e9
            ? TimeSpan.FromSeconds(seconds)
            : usual;
}
