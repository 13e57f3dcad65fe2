using Dirac.Model.Jdl;
using Dirac.Workload.Jobs;
using Dirac.Workload.Ports;
using Dirac.Workload.Resources;

namespace Dirac.Workload.Optimisation;

/// <summary>All that an optimizer may look at.</summary>
internal sealed record JobFacts
{
    public required JobRow Job { get; init; }

    public required JobDescription Description { get; init; }

    /// <summary>Optimizer parameters by name.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>Whether an attempt that was superseded may still have a payload running.</summary>
    public required bool HasLivePayload { get; init; }

    /// <summary>Sites that hold each input file.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Replicas { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>What there is to run the VO's jobs on.</summary>
    public ResourceCatalogue Resources { get; init; } = ResourceCatalogue.Empty;

    /// <summary>Those of the sites it names, or that hold its data, which are out of service.</summary>
    public IReadOnlyDictionary<string, ResourceStatus> OutOfService { get; init; } = new Dictionary<string, ResourceStatus>();

    /// <summary>Why the job's sandboxes could not be assigned to it; null when they were, or need not be.</summary>
    public string? SandboxProblem { get; init; }

    /// <summary>Why the job's stored description cannot be read; null when it can.</summary>
    public string? Problem { get; init; }

    public required DateTime Now { get; init; }
}
