namespace Dirac.Workload.Attempts;

/// <summary>Whose fault it was that an attempt ended as it did. Stored as text; empty when it says nothing about the node.</summary>
internal static class AttemptFault
{
    /// <summary>The payload ended well.</summary>
    public const string None = "None";

    /// <summary>The payload failed, or asked to be run elsewhere: its own fault, unless everybody's payloads fail there.</summary>
    public const string Payload = "Payload";

    /// <summary>The node, or what the pilot needs there, failed.</summary>
    public const string Node = "Node";

    /// <summary>The pilot had to end, or the job was taken from it.</summary>
    public const string Pilot = "Pilot";

    /// <summary>Not known.</summary>
    public const string Unknown = "";
}
