using Dirac.Wire.Dips;
using Dirac.Wire.Dips.Messages;
using Dirac.Wire.Dips.Server;
using Dirac.Wire.Dips.Transfers;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Wire.Tests.Dips;

/// <summary>A server that knows how to add, echo and keep one file; behaviour is swapped by its properties.</summary>
internal sealed class FakeServer : IDipsServer, IDipsCall, IDipsTransfer, IDipsMessages
{
    public DipsProposal? Proposal { get; private set; }

    public Func<DipsProposal, DipsDecision>? Decide { get; init; }

    public Func<IReadOnlyList<WireValue>, RpcReply>? Called { get; init; }

    public Func<TransferRequest, IncomingContent, CancellationToken, Task<RpcReply>>? Receive { get; init; }

    public Func<TransferRequest, OutgoingContent, CancellationToken, Task<RpcReply>>? Send { get; init; }

    public Func<DipsMessageLink, RpcReply>? Connected { get; init; }

    public Func<DipsMessage, RpcReply>? Received { get; init; }

    public Func<CancellationToken, Task<RpcReply>>? Handled { get; init; }

    public byte[] Stored { get; private set; } = [];

    public TransferRequest? Request { get; private set; }

    public List<TransferDirection> Unsupported { get; } = [];

    public int Drops { get; private set; }

    public ValueTask<DipsDecision> DecideAsync(DipsProposal proposal, CancellationToken cancellationToken)
    {
        Proposal = proposal;
        return new(Decide?.Invoke(proposal) ?? proposal.ActionType switch
        {
            DipsActionType.Rpc => new DipsDecision.Call(this),
            DipsActionType.FileTransfer => new DipsDecision.Transfer(this),
            DipsActionType.Connection => new DipsDecision.Messages(this),
            _ => new DipsDecision.Refuse(DipsRefusals.UnknownActionType(proposal.ActionText)),
        });
    }

    public Task<RpcReply> CallAsync(IReadOnlyList<WireValue> arguments, CancellationToken cancellationToken) => Task.FromResult(
        Called?.Invoke(arguments) ?? (Proposal!.ActionName == "add"
            ? RpcReply.Ok(arguments[0].AsInt64() + arguments[1].AsInt64())
            : RpcReply.Ok(WireValue.List([.. arguments]))));

    public bool Supports(TransferDirection direction) => !Unsupported.Contains(direction);

    public async Task<RpcReply> ReceiveAsync(TransferRequest request, IncomingContent content, CancellationToken cancellationToken)
    {
        Request = request;
        if (Receive is not null) return await Receive(request, content, cancellationToken);
        using var stored = new MemoryStream();
        await content.CopyToAsync(stored, cancellationToken);
        Stored = stored.ToArray();
        return RpcReply.Ok(content.BytesReceived);
    }

    public async Task<RpcReply> SendAsync(TransferRequest request, OutgoingContent content, CancellationToken cancellationToken)
    {
        Request = request;
        if (Send is not null) return await Send(request, content, cancellationToken);
        await content.WriteAsync("hello\n"u8.ToArray(), cancellationToken);
        return RpcReply.Ok();
    }

    public Task<RpcReply> ListAsync(TransferRequest request, CancellationToken cancellationToken)
    {
        Request = request;
        return Task.FromResult(RpcReply.Ok(WireValue.List("a", "b")));
    }

    public Task<RpcReply> OpenAsync(string uniqueName, WireDict parameters, CancellationToken cancellationToken) =>
        Task.FromResult(parameters.Count == 0 ? RpcReply.Ok() : RpcReply.Fail("no parameters, please"));

    public Task<RpcReply> ConnectedAsync(DipsMessageLink link, CancellationToken cancellationToken) => Task.FromResult(Connected?.Invoke(link) ?? RpcReply.Ok());

    public Task<RpcReply> ReceiveAsync(DipsMessage message, CancellationToken cancellationToken) =>
        Handled?.Invoke(cancellationToken) ?? Task.FromResult(Received?.Invoke(message) ?? RpcReply.Ok());

    public Task DroppedAsync(CancellationToken cancellationToken)
    {
        Drops++;
        return Task.CompletedTask;
    }
}
