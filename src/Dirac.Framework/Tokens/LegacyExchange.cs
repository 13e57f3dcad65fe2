using System.Buffers.Text;
using System.Security.Cryptography;
using Dirac.Hosting.Configuration;
using Dirac.Model.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Framework.Tokens;

/// <summary>Tokens for the users of a DIRAC server, which has proved them by their proxies and itself by a key that both sides know.</summary>
internal sealed partial class LegacyExchange(IssueTokens tokens, IConfigurationSnapshots snapshots, IOptions<AuthOptions> options, ILogger<LegacyExchange> logger)
{
    /// <summary>The longest that such a refresh token is good, whatever was asked for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private const string Scheme = "Bearer diracx:legacy:";

    /// <summary>Gives tokens.</summary>
    /// <param name="authorization">The header: <c>Bearer diracx:legacy:</c> and the key in base64url.</param>
    /// <param name="userName">DIRAC user name.</param>
    /// <param name="scope">What the tokens are for.</param>
    /// <param name="minutes">How long the refresh token is to be good; null means as long as others.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OAuthException">503: this installation does not do that; 401: wrong key; 400: the scope or the header is not understood; 403: the user has no right to it.</exception>
    public async Task<TokenReply> ExchangeAsync(string authorization, string userName, string scope, int? minutes, CancellationToken cancellationToken)
    {
        Verify(authorization);
        var registry = snapshots.Current.Registry;
        var scopes = TokenScopes.Parse(scope, registry) switch
        {
            ScopeVerdict.Accepted accepted => accepted.Scopes,
            ScopeVerdict.Refused refused => throw new OAuthException(OAuthError.InvalidScope, refused.Reason),
            var other => throw new InvalidOperationException($"{other} is no verdict."),
        };
        if (!registry.IsUser(userName)) throw new OAuthException(OAuthError.InvalidRequest, "There is no such user in the registry.");
        var user = ScopeRights.Decide(scopes, userName, registry) switch
        {
            RightsVerdict.Granted granted => granted.User with { Subject = SubjectOf(scopes.Vo, userName) },
            RightsVerdict.Refused refused => throw new OAuthException(OAuthError.AccessDenied, refused.Reason, StatusCodes.Status403Forbidden),
            var other => throw new InvalidOperationException($"{other} is no verdict."),
        };
        LogGiven(userName, user.Group, scopes.Vo);
        return await tokens.BeginLegacyAsync(user, scope, LifetimeOf(minutes), cancellationToken);
    }

    private void Verify(string authorization)
    {
        if (options.Value.LegacyExchangeHashedApiKey is not { Length: > 0 } hashed)
            throw new OAuthException(OAuthError.AccessDenied, "This installation gives no tokens to a DIRAC server.", StatusCodes.Status503ServiceUnavailable);
        var key = authorization.StartsWith(Scheme, StringComparison.Ordinal) ? authorization[Scheme.Length..] : "";
        if (key.Length == 0 || !Base64Url.IsValid(key)) throw new OAuthException(OAuthError.InvalidRequest, "The Authorization header is not understood: send Bearer diracx:legacy: with the key in base64url.");
        if (CryptographicOperations.FixedTimeEquals(SHA256.HashData(Base64Url.DecodeFromChars(key)), Convert.FromHexString(hashed))) return;
        LogWrongKey();
        throw new OAuthException(OAuthError.InvalidClient, "This is not the key of this installation.", StatusCodes.Status401Unauthorized);
    }

    // DIRAC's own place for what users are called by their VO's provider.
    private string? SubjectOf(string vo, string userName) =>
        snapshots.Current.Root.GetOption($"/DiracX/CsSync/VOs/{vo}/UserSubjects/{userName}") is { Length: > 0 } subject ? subject : null;

    private static TimeSpan? LifetimeOf(int? minutes) => minutes switch
    {
        null => null,
        < 1 => throw new OAuthException(OAuthError.InvalidRequest, "expires_minutes is less than 1."),
        { } some when some > Longest.TotalMinutes => Longest,
        { } some => TimeSpan.FromMinutes(some),
    };

    [LoggerMessage(5722, LogLevel.Information, "A DIRAC server got tokens for {UserName} in group {Group} of {Vo}")]
    private partial void LogGiven(string userName, string group, string vo);

    [LoggerMessage(5723, LogLevel.Warning, "Somebody asked for tokens as a DIRAC server with a wrong key")]
    private partial void LogWrongKey();
}
