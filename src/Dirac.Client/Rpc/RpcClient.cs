using Dirac.Model.Errors;
using Dirac.Wire.Dips.Messages;
using Dirac.Wire.Dips.Transfers;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Client.Rpc;

/// <summary>Calls services of DIRAC, ours or Python ones, found in the configuration or at an address. Thread-safe.</summary>
/// <remarks>
/// A call that has not reached its service is tried again, at other addresses first, as often as DIRAC's own clients do; one that may have been carried out
/// never is.
/// </remarks>
public sealed class RpcClient : IDisposable
{
    private const int NotAuthorized = 1111;
    private const int MoreProposals = 3;
    private const int FewUrls = 2;

    private readonly RpcIdentity _identity;
    private readonly RpcClientOptions _options;
    private readonly TimeProvider _clock;
    private readonly Random _random;
    private readonly DipsCaller _dips;
    private readonly HttpsCaller _https;

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
        _dips = new DipsCaller(identity, options, clock);
        _https = new HttpsCaller(identity, options, clock);
    }

    /// <summary>Calls a method.</summary>
    /// <param name="service">SYSTEM/COMPONENT, or an address.</param>
    /// <param name="method">The method, as DIRAC writes it.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Gives up; the method may run all the same.</param>
    /// <returns>The service's reply, whether success or failure.</returns>
    /// <exception cref="DiracException">The service is not configured, or no address of it can be reached (Unavailable), or its reply was lost.</exception>
    public Task<RpcReply> CallAsync(string service, string method, IReadOnlyList<WireValue> arguments, CancellationToken cancellationToken) =>
        TryAllAsync(service, (caller, url, circumstances) => caller.CallAsync(url, circumstances, method, arguments, cancellationToken), cancellationToken);

    /// <summary>Sends a file.</summary>
    /// <param name="service">SYSTEM/COMPONENT, or an address.</param>
    /// <param name="request">Which file.</param>
    /// <param name="write">Writes its content; called again when the transfer has to begin anew.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The service's reply.</returns>
    /// <exception cref="DiracException">As of <see cref="CallAsync"/>.</exception>
    public Task<RpcReply> UploadAsync(string service, TransferRequest request, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken) =>
        TryAllAsync(service, (caller, url, circumstances) => caller.UploadAsync(url, circumstances, request, write, cancellationToken), cancellationToken);

    /// <summary>Receives a file.</summary>
    /// <param name="service">SYSTEM/COMPONENT, or an address.</param>
    /// <param name="request">Which file.</param>
    /// <param name="read">Reads its content to the end.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The service's reply, or why the file has not arrived.</returns>
    /// <exception cref="DiracException">As of <see cref="CallAsync"/>.</exception>
    public Task<RpcReply> DownloadAsync(string service, TransferRequest request, Func<Stream, CancellationToken, Task> read, CancellationToken cancellationToken) =>
        TryAllAsync(service, (caller, url, circumstances) => caller.DownloadAsync(url, circumstances, request, read, cancellationToken), cancellationToken);

    /// <summary>Opens a connection that stays, and exchanges messages over it until a side ends it. Only dips has such connections.</summary>
    /// <param name="service">SYSTEM/COMPONENT, or an address.</param>
    /// <param name="uniqueName">What this client calls itself.</param>
    /// <param name="parameters">What else the service wants to know of it; a dict.</param>
    /// <param name="handler">Takes messages, and is given the means to send some.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Why the service did not want to, or the handler's failure that ended it; S_OK after the service has closed the connection.</returns>
    /// <exception cref="DiracException">As of <see cref="CallAsync"/>.</exception>
    /// <exception cref="OperationCanceledException">This side ended it.</exception>
    public Task<RpcReply> StayAsync(string service, string uniqueName, WireValue parameters, IDipsMessageHandler handler, CancellationToken cancellationToken) => TryAllAsync(
        service,
        (_, url, circumstances) => url.Scheme != RpcScheme.Https
            ? _dips.StayAsync(url, circumstances, uniqueName, parameters, handler, cancellationToken)
            : throw new DiracException(ErrorCode.BadConfiguration, $"{url} takes no messages: https has no connections that stay.", "Give the address of the service over dips."),
        cancellationToken);

    /// <summary>Closes the connections that are kept.</summary>
    public void Dispose() => _https.Dispose();

    private async Task<RpcReply> TryAllAsync(string service, Func<IRpcCaller, RpcUrl, RpcCircumstances, Task<RpcAnswer>> act, CancellationToken cancellationToken)
    {
        var root = _options.Configuration();
        var circumstances = RpcCircumstances.Of(root, _identity, _options.Version);
        var urls = ServiceUrls.Find(root, service, _random);
        var tries = urls.Count * (urls.Count > FewUrls ? 2 : 3);
        var refusals = 0;
        for (var at = 0; ; at++)
        {
            var url = urls[at % urls.Count];
            try
            {
                var answer = await act(url.Scheme == RpcScheme.Https ? _https : _dips, url, circumstances).ConfigureAwait(false);
                if (!answer.IsRefusal || answer.Reply.Errno == NotAuthorized || ++refusals > MoreProposals) return answer.Reply;
            }
            catch (NotReachedException failed) when (at + 1 < tries)
            {
                // Another address, or the same one a little later.
                _ = failed;
            }
            catch (NotReachedException failed)
            {
                throw Unreached(service, failed);
            }

            if (urls.Count == 1) await Task.Delay(_options.Pause, _clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private static DiracException Unreached(string service, NotReachedException failed) => CertificateRefusal.In(failed) is { } refusal
        ? new(ErrorCode.NotAuthenticated, $"{service} does not take the certificate: {refusal.Message}", "Look at it with: dirac proxy info. The service's log says what is wrong with it.", failed)
        : new(ErrorCode.Unavailable, $"{service} cannot be reached: {failed.Message}", "Check the address and whether the service is up.", failed);
}
