using Dirac.Model.Pilots;
using Dirac.Resources.Computing;

namespace Dirac.Workload.SiteDirection;

/// <summary>A pilot that was handed in here and has left something at its element.</summary>
internal sealed class DirectedPilotRow
{
    public long PilotID { get; init; }

    public string VO { get; init; } = "";

    public string Stamp { get; init; } = "";

    /// <summary>The element's name of it; null until the element has answered.</summary>
    public string? Reference { get; init; }

    public long SubmittedMs { get; init; }

    /// <summary>When its element was told to end it; null while nobody asked.</summary>
    public long? CancelledMs { get; init; }

    /// <summary>Its status in the records.</summary>
    public string Status { get; init; } = "";

    /// <summary>When the pilot itself last spoke to a server; null while it has not.</summary>
    public long? SeenMs { get; init; }

    /// <summary>When its element first said that it runs; null while it has not.</summary>
    public long? StartedMs { get; init; }

    public bool HasEnded => PilotStatuses.TryParse(Status, out var status) && PilotStatuses.IsFinal(status);

    public PilotHandle Handle => new(Stamp, Reference ?? "");
}
