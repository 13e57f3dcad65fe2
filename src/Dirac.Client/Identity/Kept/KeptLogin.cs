using System.Net;
using System.Text.Json;
using Dirac.Client.Http;
using Dirac.Model.Errors;

namespace Dirac.Client.Identity.Kept;

/// <summary>The access token of a login whose tokens are kept in a file, renewed before it ends and when the server refuses it.</summary>
/// <remarks>
/// Thread-safe, and safe with any number of processes that use the same file: one renews, the others take what it got. A refresh token is sent at most once.
/// When the answer is lost, nobody can tell whether it was used, so a person has to log in again; so it is when the process is killed in that moment.
/// </remarks>
public sealed class KeptLogin : ITokenSource, IDisposable
{
    private static readonly TimeSpan RenewalTime = TimeSpan.FromSeconds(30);
    private readonly TokenFile _file;
    private readonly Func<ApiConnection> _connect;
    private readonly string _advice;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _gate = new(1);
    private volatile KeptTokens? _known;

    /// <summary>Reads nothing yet.</summary>
    /// <param name="file">Where the tokens are.</param>
    /// <param name="connect">Opens a connection to the server that sends no token; it is used for one renewal.</param>
    /// <param name="advice">What a person does when the login is over.</param>
    /// <param name="clock">The time.</param>
    public KeptLogin(TokenFile file, Func<ApiConnection> connect, string advice, TimeProvider clock) =>
        (_file, _connect, _advice, _clock) = (file, connect, advice, clock);

    /// <inheritdoc/>
    /// <exception cref="DiracException">NotAuthenticated: a person has to log in again. Unavailable: the server cannot be asked now.</exception>
    public async ValueTask<string> GetTokenAsync(string? rejected, CancellationToken cancellationToken)
    {
        if (_known is { } known && RenewalRule.Decide(known, rejected, _clock.GetUtcNow()) is RenewalStep.Use(var ready)) return ready;
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _known = _file.Read();
            if (RenewalRule.Decide(_known, rejected, _clock.GetUtcNow()) is RenewalStep.Use(var kept)) return kept;
            using var others = await _file.LockAsync(cancellationToken).ConfigureAwait(false);
            // Somebody else may have renewed it while we waited.
            _known = _file.Read();
            return await FollowAsync(RenewalRule.Decide(_known, rejected, _clock.GetUtcNow()), rejected).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async Task<string> FollowAsync(RenewalStep step, string? rejected) => step switch
    {
        RenewalStep.Use(var token) => token,
        RenewalStep.Renew(var refreshToken) => await RenewAsync(_known!, refreshToken, rejected).ConfigureAwait(false),
        RenewalStep.LogInAgain(var reason) => throw Over(reason),
        _ => throw new InvalidOperationException($"Unknown step {step}."),
    };

    private async Task<string> RenewAsync(KeptTokens before, string refreshToken, string? rejected)
    {
        var asked = _clock.GetUtcNow();
        _file.Write(before with { RenewalBegan = asked.ToUnixTimeSeconds() });
        try
        {
            var answer = await AskAsync(refreshToken).ConfigureAwait(false);
            _known = answer is TokenAnswer.Granted(var tokens) ? KeptTokens.From(tokens, asked) : before with { RefreshToken = null };
            _file.Write(_known);
            return answer is TokenAnswer.Refused refused ? throw Over($"the server does not renew it ({refused.Detail.TrimEnd('.')})") : _known.AccessToken;
        }
        catch (Exception error) when (WasNotTaken(error))
        {
            _file.Write(before);
            if (before.AccessToken != rejected && _clock.GetUtcNow() < before.AccessEnds) return before.AccessToken;
            throw;
        }
    }

    // Not ended by Ctrl-C: an answer that nobody reads would end the login.
    private async Task<TokenAnswer> AskAsync(string refreshToken)
    {
        using var limit = new CancellationTokenSource(RenewalTime, _clock);
        using var connection = _connect();
        try
        {
            return await new OAuthClient(connection).RefreshAsync(refreshToken, limit.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (!WasNotTaken(error) && (error is DiracException or ApiException or OperationCanceledException or HttpRequestException or IOException or JsonException))
        {
            throw Over("the server's answer to its renewal was lost", error);
        }
    }

    // No connection was made, or the server says that it did nothing: the refresh token is as good as before.
    private static bool WasNotTaken(Exception error) => error switch
    {
        DiracException { InnerException: HttpRequestException cause } => cause.HttpRequestError
            is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        ApiException { Status: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable } => true,
        _ => false,
    };

    private DiracException Over(string reason, Exception? cause = null) => new(ErrorCode.NotAuthenticated, $"The login is over: {reason}.", _advice, cause);
}
