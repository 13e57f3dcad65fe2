using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Model.Jobs;

namespace Dirac.Workload.Housekeeping.Cleaning;

/// <summary>What JobCleaningAgent goes by, under DIRAC's names (<c>/Systems/WorkloadManagement/Agents/JobCleaningAgent</c>).</summary>
internal sealed record JobCleaningSettings
{
    public const string Agent = "JobCleaningAgent";

    private const double DefaultDays = 7;
    private const int DefaultAtOnce = 500;
    private const int MostAtOnce = 5_000;

    private static readonly IReadOnlyList<JobStatus> Aging = [JobStatus.Done, JobStatus.Killed, JobStatus.Failed];

    /// <summary><c>Enable</c>. Default true.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary><c>RemoveStatusDelay/STATUS</c>, days since the last change: 7 for Done, Killed and Failed; negative keeps such jobs for ever.</summary>
    public IReadOnlyDictionary<JobStatus, TimeSpan> Delays { get; init; } = Aging.ToDictionary(status => status, _ => TimeSpan.FromDays(DefaultDays));

    /// <summary><c>RemoveStatusDelay/Any</c>, days: age at which a job of any status goes. Default off.</summary>
    public TimeSpan? AnyDelay { get; init; }

    /// <summary><c>ProductionTypes</c>, or Operations <c>Transformations/DataProcessing</c>: job types whose jobs go only when they are deleted.</summary>
    public IReadOnlyList<string> ProductionTypes { get; init; } = ["MCSimulation", "Merge"];

    /// <summary><c>MaxJobsAtOnce</c>: jobs in one transaction. Default 500. A round goes on until everything due is gone.</summary>
    public int AtOnce { get; init; } = DefaultAtOnce;

    /// <exception cref="DiracException">A delay is no number: a wrong one must not remove anything.</exception>
    public static JobCleaningSettings Read(CfgSection root)
    {
        var section = AgentSection.Of(root, Agent);
        var defaults = new JobCleaningSettings();
        if (!section.Bool("Enable", defaults.IsEnabled)) return defaults with { IsEnabled = false };
        var operations = root.GetList("/Operations/Defaults/Transformations/DataProcessing");
        return new JobCleaningSettings
        {
            Delays = Aging.Select(status => (Status: status, Days: Delay(section, status.ToString(), DefaultDays)))
                .Where(delay => delay.Days is not null)
                .ToDictionary(delay => delay.Status, delay => delay.Days!.Value),
            AnyDelay = Delay(section, "Any", -1),
            ProductionTypes = section.List("ProductionTypes", operations.Count > 0 ? operations : defaults.ProductionTypes),
            AtOnce = (int)Math.Clamp(section.Number("MaxJobsAtOnce", defaults.AtOnce), 1, MostAtOnce),
        };
    }

    private static TimeSpan? Delay(AgentSection section, string name, double fallback) => section.Days($"RemoveStatusDelay/{name}", fallback);
}
