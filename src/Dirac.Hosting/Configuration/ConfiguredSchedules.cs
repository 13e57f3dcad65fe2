using Dirac.Model.Configuration;
using Dirac.Tasks;

namespace Dirac.Hosting.Configuration;

/// <summary>Schedules that an installation wants for triggers: options of <c>/Systems/Framework/Tasks/Schedules</c>, by the triggers' names. Thread-safe.</summary>
internal sealed class ConfiguredSchedules(IConfigurationSnapshots snapshots) : IScheduleOverrides
{
    private const string Section = "/Systems/Framework/Tasks/Schedules";

    public IReadOnlyCollection<string> Names => [.. (snapshots.Current.Root.GetSection(Section)?.Entries ?? CfgSection.Empty.Entries).Where(entry => entry.Value is CfgOption).Select(entry => entry.Key)];

    public string? Find(string trigger) => snapshots.Current.Root.GetOption($"{Section}/{trigger}");
}
