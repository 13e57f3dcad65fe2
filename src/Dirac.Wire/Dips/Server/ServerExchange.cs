using Dirac.Wire.Codecs;
using Dirac.Wire.Dips.Framing;
using Dirac.Wire.Replies;

namespace Dirac.Wire.Dips.Server;

/// <summary>One conversation on the server's side.</summary>
internal sealed class ServerExchange(DipsChannel channel, IDipsServer server, DipsServerOptions options)
{
    private DipsProposal? _proposal;
    private RpcReply? _reply;
    private Exception? _fault;

    public async Task<DipsOutcome> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await ConverseAsync(cancellationToken) is { } reply) await ReplyAsync(reply, cancellationToken);
        }
        catch (DipsException fault) when (fault == channel.Fault)
        {
            _fault ??= fault;
        }

        return new DipsOutcome(_proposal, _reply, _fault);
    }

    /// <summary>Sends a reply; one that its format cannot express becomes a failure.</summary>
    public async Task ReplyAsync(RpcReply reply, CancellationToken cancellationToken)
    {
        try
        {
            await channel.SendAsync(reply, cancellationToken);
        }
        catch (WireEncodingException error)
        {
            _fault ??= error;
            reply = DipsRefusals.ServerError(_proposal!.ActionName);
            await channel.SendAsync(reply, cancellationToken);
        }

        _reply = reply;
    }

    /// <summary>Lets a handler act. What escapes from it is for the log, and the peer hears that something went wrong.</summary>
    public async Task<RpcReply> GuardAsync(Func<Task<RpcReply>> act, CancellationToken cancellationToken)
    {
        try
        {
            return await act();
        }
        catch (Exception error) when (error != channel.Fault && !(error is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            _fault = error;
            return DipsRefusals.ServerError(_proposal!.ActionName);
        }
    }

    // The last message; null when there is nothing more to say.
    private async Task<RpcReply?> ConverseAsync(CancellationToken cancellationToken)
    {
        if (!await ReadProposalAsync(cancellationToken)) return null;
        if (_proposal is null) return DipsRefusals.InvalidProposal;

        DipsDecision? decision = null;
        var allowed = await GuardAsync(
            async () =>
            {
                decision = await server.DecideAsync(_proposal, cancellationToken);
                return decision is DipsDecision.Refuse refusal ? refusal.Reply : RpcReply.Ok();
            },
            cancellationToken);
        if (decision is null or DipsDecision.Refuse) return allowed;

        await channel.SendAsync(allowed, cancellationToken);
        return await ActAsync(decision, _proposal, cancellationToken);
    }

    private async Task<bool> ReadProposalAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await channel.ReadAsync(options.MaxProposalBytes, options.ProposalTimeout, cancellationToken) is not { } message) return false;
            _proposal = DipsProposal.Read(message);
        }
        catch (DipsException fault) when (IsWorthAnAnswer(fault))
        {
            _fault = fault;
        }

        return true;
    }

    private async Task<RpcReply?> ActAsync(DipsDecision decision, DipsProposal proposal, CancellationToken cancellationToken)
    {
        RpcReply sent;
        try
        {
            sent = await channel.ReadReplyAsync(cancellationToken);
        }
        catch (DipsException fault) when (IsWorthAnAnswer(fault))
        {
            _fault = fault;
            return RpcReply.Fail($"Invalid arguments: {fault.Message}");
        }

        // The client has changed its mind.
        if (!sent.IsOk) return null;
        if (!sent.Value.IsSequence) return RpcReply.Fail("Invalid arguments: they should be a list.");
        var arguments = sent.Value.AsList().ToArray();
        return decision switch
        {
            DipsDecision.Call call => await GuardAsync(() => call.Target.CallAsync(arguments, cancellationToken), cancellationToken),
            DipsDecision.Transfer transfer => await new ServerTransfer(channel, this).RunAsync(transfer.Target, proposal.ActionName, arguments, cancellationToken),
            DipsDecision.Messages messages => await new ServerMessages(channel, this).RunAsync(messages.Target, proposal.ActionName, arguments, cancellationToken),
            _ => throw new InvalidOperationException($"Nothing is known of a {decision.GetType().Name}."),
        };
    }

    private static bool IsWorthAnAnswer(DipsException fault) =>
        fault.Fault is DipsFault.Malformed or DipsFault.TooLarge or DipsFault.Undecodable or DipsFault.Flooded;
}
