using Dirac.Model.Errors;
using Dirac.Wire.Dips;
using Dirac.Wire.Dips.Client;
using Dirac.Wire.Dips.Transfers;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Client.Rpc;

/// <summary>Calls services of DIRAC, ours or Python ones, found in the configuration or at an address. Thread-safe.</summary>
/// <remarks>
/// A call that has not reached its service is tried again, at other addresses first, as often as DIRAC's own clients do; one that may have been carried out
/// never is.
/// </remarks>
public sealed class RpcClient
{
    private const int NotAuthorized = 1111;
    private const int MoreProposals = 3;
    private const int FewUrls = 2;

    private readonly RpcIdentity _identity;
    private readonly RpcClientOptions _options;
    private readonly TimeProvider _clock;
    private readonly Random _random;

    /// <summary>Makes a client; nothing is opened yet.</summary>
    /// <param name="identity">As whom.</param>
    /// <param name="options">How services are found.</param>
    /// <param name="clock">Measures pauses and time-outs.</param>
    /// <param name="random">Draws among equal addresses.</param>
    public RpcClient(RpcIdentity identity, RpcClientOptions options, TimeProvider clock, Random random)
    {
        _identity = identity;
        _options = options;
        _clock = clock;
        _random = random;
    }

    /// <summary>Calls a method.</summary>
    /// <param name="service">SYSTEM/COMPONENT, or an address.</param>
    /// <param name="method">The method, as DIRAC writes it.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Gives up; the method may run all the same.</param>
    /// <returns>The service's reply, whether success or failure.</returns>
    /// <exception cref="DiracException">The service is not configured, or no address of it can be reached (Unavailable), or its reply was lost.</exception>
    public Task<RpcReply> CallAsync(string service, string method, IReadOnlyList<WireValue> arguments, CancellationToken cancellationToken) => TryAllAsync(
        service,
        (conversation, url, token) => conversation.CallAsync(Complete(DipsProposal.ForCall(url.Service, method)), arguments, token),
        cancellationToken);

    /// <summary>Sends a file.</summary>
    /// <param name="service">SYSTEM/COMPONENT, or an address.</param>
    /// <param name="request">Which file.</param>
    /// <param name="write">Writes its content; called again when the transfer has to begin anew.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The service's reply.</returns>
    /// <exception cref="DiracException">As of <see cref="CallAsync"/>.</exception>
    public Task<RpcReply> UploadAsync(string service, TransferRequest request, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken) => TryAllAsync(
        service,
        (conversation, url, token) => conversation.UploadAsync(Complete(DipsProposal.ForTransfer(url.Service, request.Direction)), request, (content, stop) => write(content, stop), token),
        cancellationToken);

    /// <summary>Receives a file.</summary>
    /// <param name="service">SYSTEM/COMPONENT, or an address.</param>
    /// <param name="request">Which file.</param>
    /// <param name="read">Reads its content to the end.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The service's reply, or why the file has not arrived.</returns>
    /// <exception cref="DiracException">As of <see cref="CallAsync"/>.</exception>
    public Task<RpcReply> DownloadAsync(string service, TransferRequest request, Func<Stream, CancellationToken, Task> read, CancellationToken cancellationToken) => TryAllAsync(
        service,
        (conversation, url, token) => conversation.DownloadAsync(Complete(DipsProposal.ForTransfer(url.Service, request.Direction)), request, (content, stop) => read(content, stop), token),
        cancellationToken);

    private async Task<RpcReply> TryAllAsync(
        string service, Func<DipsClientConversation, RpcUrl, CancellationToken, Task<DipsAnswer>> act, CancellationToken cancellationToken)
    {
        var urls = ServiceUrls.Find(_options.Configuration(), service, _random);
        var tries = urls.Count * (urls.Count > FewUrls ? 2 : 3);
        var refusals = 0;
        for (var at = 0; ; at++)
        {
            var url = urls[at % urls.Count];
            try
            {
                var answer = await ActAsync(url, act, cancellationToken).ConfigureAwait(false);
                if (!answer.IsRefusal || answer.Reply.Errno == NotAuthorized || ++refusals > MoreProposals) return answer.Reply;
            }
            catch (NotReachedException failed)
            {
                if (at + 1 >= tries) throw new DiracException(ErrorCode.Unavailable, $"{service} cannot be reached: {failed.Message}", "Check the address and whether the service is up.", failed);
            }

            if (urls.Count == 1) await Task.Delay(_options.Pause, _clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<DipsAnswer> ActAsync(
        RpcUrl url, Func<DipsClientConversation, RpcUrl, CancellationToken, Task<DipsAnswer>> act, CancellationToken cancellationToken)
    {
        RpcTransport transport;
        try
        {
            transport = await RpcTransport.OpenAsync(url, _identity, _options.ConnectTime, _clock, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException failed)
        {
            throw new NotReachedException(failed.Message, failed);
        }

        await using var connection = transport.ConfigureAwait(false);
        var conversation = new DipsClientConversation(transport, new DipsClientOptions { Time = _clock, MessageTimeout = _options.ReplyTime });
        await using var ends = conversation.ConfigureAwait(false);
        try
        {
            return await act(conversation, url, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException failed) when (!conversation.MayHaveActed)
        {
            throw new NotReachedException($"{url}: {failed.Message}", failed);
        }
        catch (DipsException failed)
        {
            throw new DiracException(ErrorCode.Unavailable, $"The reply of {url} was lost: {failed.Message}", "It may have done what was asked: look before you repeat it.", failed);
        }
    }

    private DipsProposal Complete(DipsProposal proposal)
    {
        var root = _options.Configuration();
        return proposal with
        {
            Setup = root.GetOption("/DIRAC/Setup", ""),
            Vo = root.GetOption("/DIRAC/VirtualOrganization", "unknown"),
            ClientVersion = _options.Version,
            ExtraCredentials = _identity switch
            {
                { DelegatedDn: { } dn, DelegatedGroup: { } group } => new DipsExtraCredentials.Delegation(dn, group),
                { IsHost: true } => new DipsExtraCredentials.Host(),
                _ => new DipsExtraCredentials.None(),
            },
        };
    }

    /// <summary>The service has not seen the call, so another address may.</summary>
    private sealed class NotReachedException(string message, Exception inner) : Exception(message, inner);
}
