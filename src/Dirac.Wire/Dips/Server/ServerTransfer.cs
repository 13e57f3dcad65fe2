using System.Collections.Frozen;
using Dirac.Wire.Dips.Framing;
using Dirac.Wire.Dips.Transfers;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Wire.Dips.Server;

/// <summary>What follows a proposal to move a file.</summary>
internal sealed class ServerTransfer(DipsChannel channel, ServerExchange exchange)
{
    private static readonly FrozenDictionary<string, TransferDirection> Directions =
        Enum.GetValues<TransferDirection>().ToFrozenDictionary(direction => direction.ToString(), StringComparer.Ordinal);

    /// <summary>The last message; null when the client takes another for it.</summary>
    public async Task<RpcReply?> RunAsync(IDipsTransfer target, string name, IReadOnlyList<WireValue> info, CancellationToken cancellationToken)
    {
        if (!Directions.TryGetValue(name, out var direction) || !target.Supports(direction)) return DipsRefusals.UnsupportedTransfer(name);
        if (TransferRequest.Read(direction, info) is not { } request) return RpcReply.Fail($"Invalid file description for {name}: something is missing.");

        await channel.SendAsync(TransferMessages.Accepted, cancellationToken);
        return direction switch
        {
            TransferDirection.ListBulk => await exchange.GuardAsync(() => target.ListAsync(request, cancellationToken), cancellationToken),
            TransferDirection.FromClient or TransferDirection.BulkFromClient => await ReceiveAsync(target, request, cancellationToken),
            _ => await SendAsync(target, request, cancellationToken),
        };
    }

    private async Task<RpcReply?> ReceiveAsync(IDipsTransfer target, TransferRequest request, CancellationToken cancellationToken)
    {
        using var content = new IncomingContent(channel, request);
        var reply = await exchange.GuardAsync(() => OrItsFailureAsync(() => target.ReceiveAsync(request, content, cancellationToken)), cancellationToken);
        // A failure takes the place of the next acknowledgement.
        await content.StopAsync(isAnswered: reply.IsOk, cancellationToken);
        return content.IsRefused ? null : reply;
    }

    private async Task<RpcReply?> SendAsync(IDipsTransfer target, TransferRequest request, CancellationToken cancellationToken)
    {
        using var content = new OutgoingContent(channel);
        return await exchange.GuardAsync(() => OrItsFailureAsync(WriteAllAsync), cancellationToken);

        async Task<RpcReply> WriteAllAsync()
        {
            var reply = await target.SendAsync(request, content, cancellationToken);
            if (reply.IsOk) await content.CompleteAsync(cancellationToken);
            return reply;
        }
    }

    private static async Task<RpcReply> OrItsFailureAsync(Func<Task<RpcReply>> move)
    {
        try
        {
            return await move();
        }
        catch (TransferException failed)
        {
            return failed.Reply;
        }
    }
}
