namespace Dirac.Workload.Ports;

/// <summary>A status and what has been said for it.</summary>
/// <param name="Status">Active, Degraded, Probing, Banned, Error, Unknown; Draining before a downtime.</param>
/// <param name="Reason">Why; may be empty.</param>
public sealed record ResourceStatus(string Status, string Reason)
{
    /// <summary>Whether jobs may be sent there.</summary>
    public bool IsUsable => Status is "Active" or "Degraded";

    /// <summary>Both in words: <c>Banned (cooling broken)</c>.</summary>
    public override string ToString() => Reason.Length == 0 ? Status : $"{Status} ({Reason})";
}
