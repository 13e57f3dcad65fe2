using Dirac.Workload.Pilots;

namespace Dirac.Workload.Matching;

/// <summary>Who takes a job, and what is written down about it.</summary>
/// <param name="MatchId">Names the match; no two attempts have the same.</param>
/// <param name="PilotStamp">The pilot.</param>
internal sealed record JobTaker(string MatchId, string PilotStamp)
{
    /// <summary>The node, as the pilot named it; empty when it did not.</summary>
    public string HostName { get; init; } = "";

    /// <summary>Whether the pilot renews leases. DIRAC's own do not: whether their jobs are alive is judged as DIRAC judges it.</summary>
    public bool IsLeased { get; init; } = true;

    /// <summary>What PilotAgentsDB is told, but for job and time; null for a pilot without a row.</summary>
    public PilotMatched? Note { get; init; }
}
