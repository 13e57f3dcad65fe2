using System.ComponentModel.DataAnnotations;

namespace Dirac.Workload.Pilots.BlackHoles;

/// <summary>When a pilot counts as a black hole: one on whose node jobs fail at once, one after another.</summary>
public sealed class BlackHoleOptions
{
    /// <summary>Whether black holes are looked for. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How many attempts in a row must have failed at once. Default 5.</summary>
    [Range(2, 100)]
    public int Failures { get; set; } = 5;

    /// <summary>How soon after its start an attempt must have failed to count, seconds. Default 60.</summary>
    [Range(1, 86_400)]
    public int QuickSeconds { get; set; } = 60;

    /// <summary>How far back attempts count, seconds. Default 3600.</summary>
    [Range(10, 604_800)]
    public int WindowSeconds { get; set; } = 3_600;
}
