namespace Dirac.Tasks.RabbitMq;

/// <summary>A message that a reader has, and where it came from last.</summary>
internal sealed class HeldMessage
{
    /// <summary>Its last delivery.</summary>
    public required LaneDelivery Arrival { get; set; }

    /// <summary>When that was, as a timestamp of the clock.</summary>
    public required long Since { get; set; }

    /// <summary>Its work is done, or the broker need not wait for it: should it come again, it is acknowledged at once.</summary>
    public bool IsDone { get; set; }
}
