using System.Globalization;
using Dirac.Hosting.Configuration;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Workload.Housekeeping;

/// <summary>The options of one of DIRAC's agents, at the place where DIRAC has them, as they are at this moment.</summary>
/// <remarks>What cannot be understood counts as not given: a mistyped option must not stop the work. <see cref="Days"/> is for those that must.</remarks>
internal sealed class AgentSection
{
    private const string Agents = "/Systems/WorkloadManagement/Agents";
    private const int MostDays = 100_000;

    private readonly CfgSection _section;
    private readonly string _path;

    private AgentSection(CfgSection section, string path) => (_section, _path) = (section, path);

    public static AgentSection Of(CfgSection root, string agent) => new(root.GetSection($"{Agents}/{agent}") ?? CfgSection.Empty, $"{Agents}/{agent}");

    public static AgentSection Of(IConfigurationSnapshots snapshots, string agent) => Of(snapshots.Current.Root, agent);

    public bool Bool(string name, bool fallback) => _section.GetOption(name) is { Length: > 0 } ? _section.GetBool(name, fallback) : fallback;

    public double Number(string name, double fallback) =>
        double.TryParse(_section.GetOption(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : fallback;

    /// <summary>An option in seconds, not negative.</summary>
    public TimeSpan Seconds(string name, TimeSpan fallback) =>
        Number(name, fallback.TotalSeconds) is >= 0 and < 1e9 and var seconds ? TimeSpan.FromSeconds(seconds) : fallback;

    /// <summary>An option in days after which something goes for good; null when it is negative or more than lives: never.</summary>
    /// <exception cref="DiracException">BadConfiguration: it is no number. Guessing would remove what was to be kept.</exception>
    public TimeSpan? Days(string name, double fallback)
    {
        var days = fallback;
        if (_section.GetOption(name) is { Length: > 0 } text
            && !(double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out days) && double.IsFinite(days)))
        {
            throw new DiracException(ErrorCode.BadConfiguration, $"{_path}/{name} = {text} is not a number of days.", "Correct it in the configuration.");
        }

        return days is >= 0 and < MostDays ? TimeSpan.FromDays(days) : null;
    }

    public IReadOnlyList<string> List(string name, IReadOnlyList<string> fallback) => _section.GetOption(name) is null ? fallback : _section.GetList(name);

    /// <summary>How often the agent's work is done: <c>PollingTime</c>, seconds, at least one.</summary>
    public TimeSpan PollingTime(TimeSpan fallback) => Seconds(nameof(PollingTime), fallback) is { TotalSeconds: >= 1 } time ? time : fallback;
}
