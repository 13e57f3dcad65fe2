namespace Dirac.Monitoring.Downtimes;

/// <summary>Where a downtime stands at a moment.</summary>
internal enum DowntimePhase
{
    /// <summary>It does nothing yet.</summary>
    Ahead,

    /// <summary>Nothing new is sent there.</summary>
    Draining,

    /// <summary>The element is banned.</summary>
    Ongoing,

    /// <summary>It does nothing any more.</summary>
    Over,
}
