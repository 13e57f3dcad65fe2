using Dirac.Resources.Computing;

namespace Dirac.Workload.SiteDirection;

/// <summary>What came of working on a queue.</summary>
internal sealed record QueueOutcome
{
    /// <summary>Whether the statuses of its pilots are known.</summary>
    public bool Followed { get; init; }

    /// <summary>Whether pilots were handed in.</summary>
    public bool Submitted { get; init; }

    /// <summary>Calls that have failed one after another, this one included.</summary>
    public int Failures { get; init; }

    /// <summary>For so long no pilots are handed in; 0 ends a pause, -1 leaves it as it is.</summary>
    public long PauseMs { get; init; }

    /// <summary>Of the options it was done with.</summary>
    public required string Digest { get; init; }

    /// <summary>What was wrong; null when nothing was.</summary>
    public CETrouble? Trouble { get; init; }

    public string? Message { get; init; }

    public string? Advice { get; init; }
}
