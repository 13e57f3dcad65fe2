using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Wire.Dips;

/// <summary>The first message of a connection: what the client wants, of which service.</summary>
/// <param name="Service">System and component, as in the URL without its first slash.</param>
/// <param name="ActionText">The type of action, as sent.</param>
/// <param name="ActionName">The method, the direction of a file, or <c>new</c> for a connection.</param>
public sealed record DipsProposal(string Service, string ActionText, string ActionName)
{
    private const string Rpc = "RPC";
    private const string FileTransfer = "FileTransfer";
    private const string Message = "Message";
    private const string Connection = "Connection";

    /// <summary>The client's setup, which nobody checks.</summary>
    public string Setup { get; init; } = "";

    /// <summary>The client's virtual organisation; null when it sent none, as old ones do: the server's own is meant.</summary>
    public string? Vo { get; init; }

    /// <summary>What the client says about itself.</summary>
    public DipsExtraCredentials ExtraCredentials { get; init; } = new DipsExtraCredentials.None();

    /// <summary>The client's version of DIRAC; null when it sent none.</summary>
    public string? ClientVersion { get; init; }

    /// <summary>The type of action.</summary>
    public DipsActionType ActionType => ActionText switch
    {
        Rpc => DipsActionType.Rpc,
        FileTransfer => DipsActionType.FileTransfer,
        Message => DipsActionType.Message,
        Connection => DipsActionType.Connection,
        _ => DipsActionType.Unknown,
    };

    /// <summary>To call a method.</summary>
    /// <param name="service">Of which service.</param>
    /// <param name="method">Which.</param>
    /// <returns>The proposal.</returns>
    public static DipsProposal ForCall(string service, string method) => new(service, Rpc, method);

    /// <summary>To move a file.</summary>
    /// <param name="service">To or from which service.</param>
    /// <param name="direction">Which of the five kinds of transfer.</param>
    /// <returns>The proposal.</returns>
    public static DipsProposal ForTransfer(string service, Transfers.TransferDirection direction) => new(service, FileTransfer, direction.ToString());

    /// <summary>To stay and exchange messages.</summary>
    /// <param name="service">With which service.</param>
    /// <returns>The proposal.</returns>
    public static DipsProposal ForMessages(string service) => new(service, Connection, "new");

    /// <summary>Reads a proposal, lists or tuples alike.</summary>
    /// <param name="message">The decoded message.</param>
    /// <returns>The proposal; null when it is none.</returns>
    public static DipsProposal? Read(WireValue message)
    {
        if (!RpcReply.TryRead(message, out var wrapped) || !wrapped.IsOk || !wrapped.Value.IsSequence) return null;
        var parts = wrapped.Value.AsList().Span;
        if (parts.Length < 2 || !parts[0].IsSequence || !parts[1].IsSequence) return null;
        var target = parts[0].AsList().Span;
        var action = parts[1].AsList().Span;
        if (target.Length < 2 || action.Length != 2) return null;
        if (TextOf(target[0]) is not { } service || TextOf(action[0]) is not { } type || TextOf(action[1]) is not { } name) return null;

        return new DipsProposal(service, type, name)
        {
            Setup = TextOf(target[1]) ?? "",
            Vo = target.Length > 2 ? TextOf(target[2]) : null,
            ExtraCredentials = DipsExtraCredentials.Read(parts.Length > 2 ? parts[2] : default),
            ClientVersion = parts.Length > 3 ? TextOf(parts[3]) : null,
        };
    }

    /// <summary>The structure as it travels; what is null is left out.</summary>
    /// <returns>S_OK around the proposal.</returns>
    internal RpcReply ToStructure()
    {
        WireValue target = Vo is null ? WireValue.List(Service, Setup) : WireValue.List(Service, Setup, Vo);
        WireValue action = WireValue.List(ActionText, ActionName);
        return RpcReply.Ok(ClientVersion is null
            ? WireValue.List(target, action, ExtraCredentials.ToWire())
            : WireValue.List(target, action, ExtraCredentials.ToWire(), ClientVersion));
    }

    private static string? TextOf(WireValue value) => value.Kind == WireKind.Text ? value.AsText() : null;
}
