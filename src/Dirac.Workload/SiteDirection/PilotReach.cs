namespace Dirac.Workload.SiteDirection;

/// <summary>How pilots of a queue reach the server.</summary>
internal enum PilotReach
{
    /// <summary>By its address.</summary>
    Direct,

    /// <summary>By a socket on the host at which they run, through the connection that the server keeps to it.</summary>
    Gate,

    /// <summary>By a relay on the gate, and then as above.</summary>
    Relay,

    /// <summary>By files that they share with a relay on the gate, for nodes without a network.</summary>
    Files,
}
