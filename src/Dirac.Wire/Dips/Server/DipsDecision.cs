using Dirac.Wire.Replies;

namespace Dirac.Wire.Dips.Server;

/// <summary>What becomes of a proposal.</summary>
public abstract record DipsDecision
{
    private DipsDecision()
    {
    }

    /// <summary>Nothing; the client is told why.</summary>
    /// <param name="Reply">The failure.</param>
    public sealed record Refuse(RpcReply Reply) : DipsDecision;

    /// <summary>The client may send arguments.</summary>
    /// <param name="Target">Is called with them.</param>
    public sealed record Call(IDipsCall Target) : DipsDecision;

    /// <summary>The client may name a file.</summary>
    /// <param name="Target">Sends or receives it.</param>
    public sealed record Transfer(IDipsTransfer Target) : DipsDecision;

    /// <summary>The client may stay and exchange messages.</summary>
    /// <param name="Target">Takes and sends them; for this connection alone.</param>
    public sealed record Messages(IDipsMessages Target) : DipsDecision;
}
