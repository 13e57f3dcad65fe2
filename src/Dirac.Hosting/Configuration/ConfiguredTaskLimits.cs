using Dirac.Tasks;

namespace Dirac.Hosting.Configuration;

/// <summary>Limits that an installation wants for tasks: options of <c>/Systems/Framework/Tasks/Limits</c>, by the limits' names. Thread-safe.</summary>
internal sealed class ConfiguredTaskLimits(IConfigurationSnapshots snapshots) : ITaskLimitOverrides
{
    private const string Section = "/Systems/Framework/Tasks/Limits";

    public string? Find(string limit) => snapshots.Current.Root.GetOption($"{Section}/{limit}");
}
