using Dirac.Workload.Attempts;

namespace Dirac.Workload.Pilots.BlackHoles;

/// <summary>What the rule of black holes needs to know of an attempt that has ended.</summary>
internal sealed class EndedAttempt
{
    public long JobID { get; init; }

    public int Attempt { get; init; }

    public string PilotStamp { get; init; } = "";

    public string Owner { get; init; } = "";

    /// <summary>One of <see cref="AttemptFault"/>.</summary>
    public string Fault { get; init; } = AttemptFault.Unknown;

    public long StartedMs { get; init; }

    public long EndedMs { get; init; }
}
