namespace Dirac.Pilot.Attempts;

/// <summary>Why a running attempt is to stop.</summary>
/// <param name="AtOnce">Whether the payload is killed without a chance to tidy up.</param>
internal abstract record AttemptStop(bool AtOnce)
{
    /// <summary>The user or an administrator killed the job.</summary>
    internal sealed record Killed() : AttemptStop(AtOnce: false);

    /// <summary>The payload went over a limit.</summary>
    /// <param name="MinorStatus">DIRAC's words for it.</param>
    /// <param name="Detail">More about it; null when there is nothing to add.</param>
    internal sealed record OverLimit(string MinorStatus, string? Detail = null) : AttemptStop(AtOnce: false);

    /// <summary>The pilot has to end.</summary>
    internal sealed record Drained() : AttemptStop(AtOnce: true);

    /// <summary>The lease ran out: the server may give the job to another pilot.</summary>
    internal sealed record LeaseLost() : AttemptStop(AtOnce: true);

    /// <summary>The server says that another attempt is current.</summary>
    internal sealed record Superseded() : AttemptStop(AtOnce: true);
}
