using System.IO.Pipelines;
using Dirac.Wire.Dips.Framing;
using Dirac.Wire.Dips.Messages;
using Dirac.Wire.Dips.Transfers;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Wire.Dips.Client;

/// <summary>The client's side of an open connection. A connection serves one action; disposing completes its pipes, which lets their owner close it.</summary>
/// <param name="transport">The connection, after TLS.</param>
/// <param name="options">Limits and habits.</param>
/// <exception cref="DipsException">Thrown by all methods: the server, or the connection, does not keep to the protocol.</exception>
public sealed class DipsClientConversation(IDuplexPipe transport, DipsClientOptions options) : IAsyncDisposable
{
    // A server that refuses closes without reading what follows; as long as this fits into its first read, the refusal still arrives.
    private const int MaxPipelinedBytes = 8 * 1024;

    private readonly DipsChannel _channel = new(transport, options);
    private bool _isUsed;

    /// <summary>Whether the server may have begun to act. After an exception, and with this false, another connection may safely be tried.</summary>
    public bool MayHaveActed { get; private set; }

    /// <summary>Calls a method.</summary>
    /// <param name="proposal">Which; see <see cref="DipsProposal.ForCall"/>.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Gives up; the method may run all the same.</param>
    /// <returns>The reply.</returns>
    /// <exception cref="Codecs.WireEncodingException">An argument cannot be sent.</exception>
    public async Task<DipsAnswer> CallAsync(DipsProposal proposal, IReadOnlyList<WireValue> arguments, CancellationToken cancellationToken)
    {
        Check(proposal, DipsActionType.Rpc);
        return await ProposeAsync(proposal, RpcReply.Ok(WireValue.List([.. arguments])), cancellationToken)
            ?? new DipsAnswer(await _channel.ReadReplyAsync(cancellationToken), IsRefusal: false);
    }

    /// <summary>Sends a file or archive.</summary>
    /// <param name="proposal">To which service; see <see cref="DipsProposal.ForTransfer"/>.</param>
    /// <param name="request">Which file.</param>
    /// <param name="write">Writes the content. What it throws is thrown again, after the server was told that there will be no more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The server's reply, or the failure with which it stopped the transfer.</returns>
    public async Task<DipsAnswer> UploadAsync(
        DipsProposal proposal, TransferRequest request, Func<OutgoingContent, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        if (await BeginAsync(proposal, request, cancellationToken) is { } refused) return refused;
        using var content = new OutgoingContent(_channel);
        try
        {
            await write(content, cancellationToken);
            await content.CompleteAsync(cancellationToken);
        }
        catch (TransferException failed)
        {
            // After having enough, the server says how it liked it.
            return failed.IsAbort ? await LastAsync(cancellationToken) : new DipsAnswer(failed.Reply, IsRefusal: false);
        }
        catch (Exception error) when (error != _channel.Fault && !cancellationToken.IsCancellationRequested)
        {
            if (!content.IsOver) await _channel.SendAsync(RpcReply.Fail("Error while sending file"), cancellationToken);
            throw;
        }

        return await LastAsync(cancellationToken);
    }

    /// <summary>Receives a file or archive.</summary>
    /// <param name="proposal">From which service; see <see cref="DipsProposal.ForTransfer"/>.</param>
    /// <param name="request">Which file.</param>
    /// <param name="read">Reads the content to its end, or else it has not arrived.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The server's reply, or why the file has not arrived.</returns>
    public async Task<DipsAnswer> DownloadAsync(
        DipsProposal proposal, TransferRequest request, Func<IncomingContent, CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        if (await BeginAsync(proposal, request, cancellationToken) is { } refused) return refused;
        using var content = new IncomingContent(_channel, request);
        try
        {
            await read(content, cancellationToken);
            return await content.StopAsync(isAnswered: true, cancellationToken) is { } failure ? new DipsAnswer(failure, IsRefusal: false) : await LastAsync(cancellationToken);
        }
        catch (TransferException failed)
        {
            // After giving up, the server says why.
            var why = failed.IsAbort ? (await LastAsync(cancellationToken)).Reply : failed.Reply;
            return new DipsAnswer(why.IsOk ? failed.Reply : why, IsRefusal: false);
        }
    }

    /// <summary>Asks what an archive holds.</summary>
    /// <param name="proposal">Of which service; see <see cref="DipsProposal.ForTransfer"/>.</param>
    /// <param name="request">Which archive.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The reply.</returns>
    public async Task<DipsAnswer> ListAsync(DipsProposal proposal, TransferRequest request, CancellationToken cancellationToken) =>
        await BeginAsync(proposal, request, cancellationToken) ?? await LastAsync(cancellationToken);

    /// <summary>Stays, and exchanges messages until a side ends it.</summary>
    /// <param name="proposal">With which service; see <see cref="DipsProposal.ForMessages"/>.</param>
    /// <param name="uniqueName">What this client calls itself.</param>
    /// <param name="parameters">What else the service wants to know; a dict.</param>
    /// <param name="handler">Takes messages, and is given the means to send some.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Why the service did not want to, or the handler's failure that ended it; S_OK after the server has closed the connection.</returns>
    public async Task<DipsAnswer> StayAsync(
        DipsProposal proposal, string uniqueName, WireValue parameters, IDipsMessageHandler handler, CancellationToken cancellationToken)
    {
        Check(proposal, DipsActionType.Connection);
        if (await ProposeAsync(proposal, RpcReply.Ok(WireValue.List(uniqueName, parameters)), cancellationToken) is { } refused) return refused;
        var opened = await LastAsync(cancellationToken);
        if (!opened.Reply.IsOk) return opened;
        var ended = await new DipsMessageLink(_channel, handler, uniqueName).RunAsync(cancellationToken);
        return new DipsAnswer(ended ?? RpcReply.Ok(), IsRefusal: false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await transport.Output.CompleteAsync();
        await transport.Input.CompleteAsync();
        _channel.Dispose();
    }

    private async Task<DipsAnswer> LastAsync(CancellationToken cancellationToken) => new(await _channel.ReadReplyAsync(cancellationToken), IsRefusal: false);

    private async Task<DipsAnswer?> BeginAsync(DipsProposal proposal, TransferRequest request, CancellationToken cancellationToken)
    {
        Check(proposal, DipsActionType.FileTransfer);
        if (proposal.ActionName != request.Direction.ToString()) throw new ArgumentException("The proposal is for another direction.", nameof(request));
        if (await ProposeAsync(proposal, RpcReply.Ok(request.ToWire()), cancellationToken) is { } refused) return refused;
        var accepted = await LastAsync(cancellationToken);
        return accepted.Reply.IsOk ? null : accepted;
    }

    // The refusal; null when the server has, or now gets, what follows the proposal.
    private async Task<DipsAnswer?> ProposeAsync(DipsProposal proposal, RpcReply next, CancellationToken cancellationToken)
    {
        _isUsed = true;
        using var first = _channel.Encode(proposal.ToStructure());
        using var second = _channel.Encode(next);
        var isPipelined = options.IsPipelined && options.Delegate is null && second.Written.Length <= MaxPipelinedBytes;
        MayHaveActed = isPipelined;
        await _channel.SendAsync(isPipelined ? [first, second] : [first], cancellationToken);
        var decision = await _channel.ReadReplyAsync(cancellationToken);
        if (decision.IsOk && RequestIn(decision) is { } request) decision = await DelegateAsync(request, cancellationToken);
        if (!decision.IsOk)
        {
            MayHaveActed = false;
            return new DipsAnswer(decision, IsRefusal: true);
        }

        if (isPipelined) return null;
        MayHaveActed = true;
        await _channel.SendAsync([second], cancellationToken);
        return null;
    }

    private async Task<RpcReply> DelegateAsync(string request, CancellationToken cancellationToken)
    {
        if (options.Delegate is null) return RpcReply.Fail("The gateway asks for a delegated proxy, and this client has none to give.");
        await _channel.SendBareAsync(await options.Delegate(request, cancellationToken), cancellationToken);
        return await _channel.ReadReplyAsync(cancellationToken);
    }

    private static string? RequestIn(RpcReply decision) =>
        decision.Value.Kind == WireKind.Dict && decision.Value.AsDict().TryGetValue("delegate", out var request) && request.Kind == WireKind.Text ? request.AsText() : null;

    private void Check(DipsProposal proposal, DipsActionType type)
    {
        if (_isUsed) throw new InvalidOperationException("A connection serves one action; open another.");
        if (proposal.ActionType != type) throw new ArgumentException($"The proposal is not for this: it says {proposal.ActionText}.", nameof(proposal));
    }
}
