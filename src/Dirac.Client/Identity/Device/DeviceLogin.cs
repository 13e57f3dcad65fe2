using Dirac.Client.Http;
using Dirac.Model.Api;
using Dirac.Model.Errors;

namespace Dirac.Client.Identity.Device;

/// <summary>Waits until a person has allowed a login in a browser.</summary>
/// <param name="server">The server.</param>
/// <param name="clock">The clock of the pauses.</param>
public sealed class DeviceLogin(OAuthClient server, TimeProvider clock)
{
    /// <summary>Asks at the pace the server wants until it is allowed.</summary>
    /// <param name="started">What <see cref="OAuthClient.BeginDeviceAsync"/> gave.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DiracException">NotAuthenticated: it was refused, or the code is not good any more.</exception>
    public async Task<TokenReply> WaitAsync(DeviceReply started, CancellationToken cancellationToken = default)
    {
        var (begin, life, pause) = (clock.GetTimestamp(), TimeSpan.FromSeconds(started.ExpiresIn), DevicePace.First(started.Interval));
        while (clock.GetElapsedTime(begin) + pause < life)
        {
            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
            var answer = await AskAsync(started.DeviceCode, cancellationToken).ConfigureAwait(false);
            if (answer is TokenAnswer.Granted granted) return granted.Tokens;
            pause = answer is TokenAnswer.Refused refused ? DevicePace.After(refused, pause) ?? throw Final(refused) : DevicePace.AfterSilence(pause);
        }

        throw Expired();
    }

    // A server that is away for a moment ends no login: the person may be in the middle of it.
    private async Task<TokenAnswer?> AskAsync(string deviceCode, CancellationToken cancellationToken)
    {
        try
        {
            return await server.AskDeviceAsync(deviceCode, cancellationToken).ConfigureAwait(false);
        }
        catch (DiracException error) when (error.Code == ErrorCode.Unavailable)
        {
            return null;
        }
        catch (ApiException error) when (error.Status is System.Net.HttpStatusCode.TooManyRequests or >= System.Net.HttpStatusCode.InternalServerError)
        {
            return null;
        }
    }

    private static DiracException Final(TokenAnswer.Refused refused) => refused.Error switch
    {
        "expired_token" => Expired(),
        "access_denied" => new DiracException(ErrorCode.NotAuthenticated, $"The login was refused: {refused.Detail}", "If that was a mistake, begin again: dirac login."),
        _ => new DiracException(ErrorCode.NotAuthenticated, $"The login failed: {refused.Detail}", "Begin again: dirac login."),
    };

    private static DiracException Expired() =>
        new(ErrorCode.NotAuthenticated, "Nobody allowed the login in time, and its code is not good any more.", "Begin again: dirac login.");
}
