using System.ComponentModel.DataAnnotations;

namespace Dirac.Workload.SiteDirection;

/// <summary>How pilots are sent and followed; section <c>/Systems/WorkloadManagement/SiteDirection</c>.</summary>
public sealed class SiteDirectionOptions
{
    /// <summary>Whether pilots are sent at all. Default: on a data directory of its own yes, on a DIRAC installation no, where that is a SiteDirector's duty until it is handed over.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Seconds between two looks at the statuses of a queue's pilots. Default 30.</summary>
    [Range(1, 86_400)]
    public int StatusIntervalSeconds { get; set; } = 30;

    /// <summary>For how long a pilot that waits is relied on to start, seconds; later ones are sent elsewhere for the same jobs. Default 600.</summary>
    [Range(1, 1_000_000)]
    public int PilotWaitSeconds { get; set; } = 600;

    /// <summary>The most pilots handed in at once. Default 100, as DIRAC's MaxPilotsToSubmit.</summary>
    [Range(1, 1000)]
    public int MaxPilotsToSubmit { get; set; } = 100;

    /// <summary>For how long a pilot may wait for its start before its secret is void, seconds. Default 7 days.</summary>
    [Range(60, 30 * 86_400)]
    public int SecretLifetimeSeconds { get; set; } = 7 * 86_400;

    /// <summary>Seconds after which a pilot that runs and never logged in is ended. Default 3,600.</summary>
    [Range(60, 1_000_000)]
    public int SilentStartSeconds { get; set; } = 3_600;

    /// <summary>Seconds of silence after which a pilot that runs is ended. Default 172,800, longer than any lease.</summary>
    [Range(600, 10_000_000)]
    public int SilenceSeconds { get; set; } = 172_800;

    /// <summary>The pilot's file for nodes; <c>{arch}</c> stands for x64 or arm64. Default: beside the server, or where a build puts it.</summary>
    public string? PilotFile { get; set; }

    /// <summary>Directory of other versions, as <c>VERSION/ARCH/dirac-pilot</c>, that Operations <c>Pilot</c> chooses among; null for none.</summary>
    public string? PilotVersions { get; set; }
}
