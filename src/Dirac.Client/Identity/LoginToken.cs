using Dirac.Client.Http;
using Dirac.Model.Api;

namespace Dirac.Client.Identity;

/// <summary>A token got by a login call, kept until shortly before it expires and then got again.</summary>
/// <param name="loginAsync">The login call.</param>
/// <param name="clock">Tells when the token is due for renewal.</param>
/// <remarks>Thread-safe: one login at a time.</remarks>
public sealed class LoginToken(Func<CancellationToken, Task<TokenReply>> loginAsync, TimeProvider clock) : ITokenSource, IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _gate = new(1);
    private volatile Token? _current;

    /// <inheritdoc/>
    public async ValueTask<string> GetTokenAsync(string? rejected, CancellationToken cancellationToken)
    {
        if (Usable(rejected) is { } ready) return ready;

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Usable(rejected) is { } other) return other;
            var asked = clock.GetTimestamp();
            var reply = await loginAsync(cancellationToken).ConfigureAwait(false);
            _current = new Token(reply.AccessToken, asked, TimeSpan.FromSeconds(reply.ExpiresIn) - Margin);
            return reply.AccessToken;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private string? Usable(string? rejected) =>
        _current is { } token && token.Value != rejected && clock.GetElapsedTime(token.Asked) < token.Lifetime ? token.Value : null;

    private sealed record Token(string Value, long Asked, TimeSpan Lifetime);
}
