namespace Dirac.Workload.Pilots.Orders;

/// <summary>The order to a pilot to stop, as stored in <c>x_PilotOrders</c>.</summary>
internal sealed class PilotOrderRow
{
    /// <summary>Take no more jobs, and end after those that run.</summary>
    public const string Drain = "Drain";

    /// <summary>Hand running jobs back, and end.</summary>
    public const string Now = "Now";

    public string PilotStamp { get; init; } = "";

    public string Mode { get; init; } = "";

    public string Reason { get; init; } = "";
}
