using Dirac.Model.Errors;
using Dirac.Security.Certificates.Proxies;
using Dirac.Wire.Dips;
using Dirac.Wire.Dips.Client;
using Dirac.Wire.Dips.Messages;
using Dirac.Wire.Dips.Transfers;
using Dirac.Wire.Values;

namespace Dirac.Client.Rpc;

/// <summary>Calls over dips: a connection for each call.</summary>
internal sealed class DipsCaller : IRpcCaller
{
    private readonly RpcIdentity _identity;
    private readonly RpcClientOptions _options;
    private readonly TimeProvider _clock;

    public DipsCaller(RpcIdentity identity, RpcClientOptions options, TimeProvider clock)
    {
        _identity = identity;
        _options = options;
        _clock = clock;
    }

    public Task<RpcAnswer> CallAsync(RpcUrl url, RpcCircumstances circumstances, string method, IReadOnlyList<WireValue> arguments, CancellationToken cancellationToken) =>
        ActAsync(url, conversation => conversation.CallAsync(Complete(DipsProposal.ForCall(url.Service, method), circumstances), arguments, cancellationToken), cancellationToken);

    public Task<RpcAnswer> UploadAsync(RpcUrl url, RpcCircumstances circumstances, TransferRequest request, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var proposal = Complete(DipsProposal.ForTransfer(url.Service, request.Direction), circumstances);
        return ActAsync(url, conversation => conversation.UploadAsync(proposal, request, (content, stop) => write(content, stop), cancellationToken), cancellationToken);
    }

    public Task<RpcAnswer> DownloadAsync(RpcUrl url, RpcCircumstances circumstances, TransferRequest request, Func<Stream, CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        var proposal = Complete(DipsProposal.ForTransfer(url.Service, request.Direction), circumstances);
        return ActAsync(url, conversation => conversation.DownloadAsync(proposal, request, (content, stop) => read(content, stop), cancellationToken), cancellationToken);
    }

    /// <summary>Stays, and exchanges messages until a side ends it.</summary>
    public Task<RpcAnswer> StayAsync(RpcUrl url, RpcCircumstances circumstances, string uniqueName, WireValue parameters, IDipsMessageHandler handler, CancellationToken cancellationToken)
    {
        var proposal = Complete(DipsProposal.ForMessages(url.Service), circumstances);
        return ActAsync(url, conversation => conversation.StayAsync(proposal, uniqueName, parameters, handler, cancellationToken), cancellationToken);
    }

    private static DipsProposal Complete(DipsProposal proposal, RpcCircumstances circumstances) => proposal with
    {
        Setup = circumstances.Setup,
        Vo = circumstances.Vo,
        ClientVersion = circumstances.Version,
        ExtraCredentials = circumstances.Claim,
    };

    private async Task<RpcAnswer> ActAsync(RpcUrl url, Func<DipsClientConversation, Task<DipsAnswer>> act, CancellationToken cancellationToken)
    {
        var transport = await OpenAsync(url, cancellationToken).ConfigureAwait(false);
        await using var connection = transport.ConfigureAwait(false);
        var conversation = new DipsClientConversation(transport, new DipsClientOptions { Time = _clock, MessageTimeout = _options.ReplyTime, Delegate = url.IsGateway ? Delegate() : null });
        await using var ends = conversation.ConfigureAwait(false);
        try
        {
            var answer = await act(conversation).ConfigureAwait(false);
            return new RpcAnswer(answer.Reply, answer.IsRefusal);
        }
        catch (IOException failed) when (!conversation.MayHaveActed || CertificateRefusal.In(failed) is not null)
        {
            throw new NotReachedException($"{url}: {failed.Message}", failed);
        }
        catch (DipsException failed)
        {
            throw new DiracException(ErrorCode.Unavailable, $"The reply of {url} was lost: {failed.Message}", "It may have done what was asked: look before you repeat it.", failed);
        }
    }

    private Func<string, CancellationToken, Task<string>>? Delegate() => _identity.Delegate is not { } sign ? null : (request, _) => sign(request) switch
    {
        DelegationVerdict.Granted granted => Task.FromResult(granted.ChainPem),
        DelegationVerdict.Refused refused => throw new DiracException(ErrorCode.NotAuthenticated, $"The gateway's request for a proxy is refused: {refused.Reason}"),
        var other => throw new InvalidOperationException($"Nothing is known of a {other.GetType().Name}."),
    };

    private async Task<RpcTransport> OpenAsync(RpcUrl url, CancellationToken cancellationToken)
    {
        try
        {
            return await RpcTransport.OpenAsync(url, _identity, _options.ConnectTime, _clock, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException failed)
        {
            throw new NotReachedException(failed.Message, failed);
        }
    }
}
