using System.Globalization;
using Dirac.Model.Configuration;

namespace Dirac.Workload.Sandboxes;

/// <summary>When sandboxes go. DIRAC has these times in its code; ours stand in <c>/Systems/WorkloadManagement/Workload</c> and are read for each round.</summary>
internal sealed record SandboxCleaningSettings
{
    private const string Section = "/Systems/WorkloadManagement/Workload";

    /// <summary><c>UnassignedSandboxDays</c>: age at which a sandbox that never belonged to a job goes. Default 15, as in DIRAC.</summary>
    public required TimeSpan Unassigned { get; init; }

    /// <summary><c>SandboxGraceSeconds</c>: for how long after it was last asked for or uploaded a sandbox stays, whatever else. Default 3600.</summary>
    /// <remarks>Somebody who was told just now that the content is here already has not submitted yet.</remarks>
    public TimeSpan Grace { get; init; } = TimeSpan.FromHours(1);

    /// <summary><c>OrphanSandboxHours</c>: age at which a file that no row knows goes. Default 24.</summary>
    public TimeSpan Orphan { get; init; } = TimeSpan.FromHours(24);

    public static SandboxCleaningSettings Read(CfgSection root, WorkloadOptions options) => new()
    {
        Unassigned = TimeSpan.FromDays(Number(root, nameof(options.UnassignedSandboxDays), options.UnassignedSandboxDays)),
        Grace = TimeSpan.FromSeconds(Number(root, "SandboxGraceSeconds", 3_600)),
        Orphan = TimeSpan.FromHours(Number(root, "OrphanSandboxHours", 24)),
    };

    private static double Number(CfgSection root, string name, double fallback) =>
        double.TryParse(root.GetOption($"{Section}/{name}"), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and < 100_000 ? value : fallback;
}
