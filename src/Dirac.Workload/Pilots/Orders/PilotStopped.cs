namespace Dirac.Workload.Pilots.Orders;

/// <summary>Message: a pilot was ordered to stop.</summary>
/// <param name="Vo">Its VO.</param>
/// <param name="Stamp">Its stamp.</param>
/// <param name="Reason">Why, for its row.</param>
/// <param name="Killed">Whether one that never logged in here counts as Deleted now: nobody can tell it anything.</param>
internal sealed record PilotStopped(string Vo, string Stamp, string Reason, bool Killed);
