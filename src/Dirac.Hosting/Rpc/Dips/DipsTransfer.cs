using Dirac.Hosting.Rpc.Binding;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Wire.Dips.Server;
using Dirac.Wire.Dips.Transfers;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Hosting.Rpc.Dips;

/// <summary>One transfer that was admitted.</summary>
internal sealed class DipsTransfer(RpcDispatcher dispatcher, RpcService service, RpcCall call) : IDipsTransfer
{
    // What clients announce when they do not know how large an archive will be.
    private const long UnknownSize = -1;

    public bool Supports(TransferDirection direction) => Method(direction) is not null;

    public Task<RpcReply> ReceiveAsync(TransferRequest request, IncomingContent content, CancellationToken cancellationToken) =>
        MoveAsync(request, content, cancellationToken);

    public Task<RpcReply> SendAsync(TransferRequest request, OutgoingContent content, CancellationToken cancellationToken) =>
        MoveAsync(request, content, cancellationToken);

    public Task<RpcReply> ListAsync(TransferRequest request, CancellationToken cancellationToken) => MoveAsync(request, null, cancellationToken);

    private async Task<RpcReply> MoveAsync(TransferRequest request, Stream? content, CancellationToken cancellationToken)
    {
        WireValue[] information = request.Direction is TransferDirection.FromClient or TransferDirection.BulkFromClient
            ? [request.Id, request.Token, request.Size ?? UnknownSize]
            : [request.Id, request.Token];
        return (await dispatcher.CallAsync(Method(request.Direction)!, call, information, content, cancellationToken)).Reply;
    }

    private RpcMethod? Method(TransferDirection direction) => service.Transfer(direction switch
    {
        TransferDirection.FromClient => RpcTransferDirection.FromClient,
        TransferDirection.ToClient => RpcTransferDirection.ToClient,
        TransferDirection.BulkFromClient => RpcTransferDirection.BulkFromClient,
        TransferDirection.BulkToClient => RpcTransferDirection.BulkToClient,
        _ => RpcTransferDirection.ListBulk,
    });
}
