using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Microsoft.Extensions.Logging;
using Verdict = Dirac.Framework.Providers.ProviderVerdict<System.Text.Json.JsonElement>;

namespace Dirac.Framework.Providers;

/// <summary>Finds out from a provider who has logged in there, by the code that the browser brought. Thread-safe.</summary>
internal sealed partial class IdentifyPerson(ProviderDocuments documents, ProviderCalls calls, TimeProvider clock, ILogger<IdentifyPerson> logger)
{
    /// <summary>What the provider says of the person.</summary>
    /// <param name="settings">Which provider.</param>
    /// <param name="visit">The login.</param>
    /// <param name="code">The provider's code.</param>
    /// <param name="registry">Tells what has to be known.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The person, or why there is none, for people.</returns>
    /// <exception cref="DiracException">Unavailable: it does not answer. BadConfiguration: it cannot be used as it is described.</exception>
    public async Task<(PersonClaims? Person, string Reason)> RunAsync(ProviderSettings settings, ProviderVisit visit, string code, Registry registry, CancellationToken cancellationToken)
    {
        var metadata = await documents.MetadataAsync(settings, cancellationToken);
        var answer = await calls.TokenAsync(
            settings, metadata,
            [new("grant_type", "authorization_code"), new("code", code), new("redirect_uri", visit.Callback.AbsoluteUri), new("code_verifier", visit.Verifier)],
            cancellationToken);
        if (answer.IdToken is not { } token) return (null, $"{settings.Name} does not take its code back: it was used before, is too old, or belongs to another login. Begin again.");

        var verdict = await JudgeAsync(token, settings, metadata, visit, cancellationToken);
        if (verdict is not Verdict.Good good)
        {
            LogRefused(settings.Name, verdict is Verdict.Refused refused ? refused.Reason : "its key is not among the provider's");
            return (null, $"What {settings.Name} answered cannot be trusted. Begin again; if it stays so, tell your administrators.");
        }

        var person = PersonClaims.Read(good.Said);
        if (answer.AccessToken is not { } access || metadata.UserInfo is not { } address || !IsMoreNeeded(person, settings, visit.Vo, registry)) return (person, "");
        var more = await calls.UserInfoAsync(settings, address, access, cancellationToken);
        if (more.Subject == person.Subject) return (person.With(more), "");
        LogRefused(settings.Name, "userinfo tells of somebody else");
        return (null, $"{settings.Name} contradicts itself about who you are. Begin again; if it stays so, tell your administrators.");
    }

    private async Task<Verdict> JudgeAsync(string token, ProviderSettings settings, ProviderMetadata metadata, ProviderVisit visit, CancellationToken cancellationToken)
    {
        var expected = new ExpectedToken(metadata.Issuer, settings.ClientId, visit.Nonce);
        var verdict = await IdTokenRules.JudgeAsync(token, expected, await documents.KeysAsync(settings, anew: false, cancellationToken), clock.GetUtcNow());
        return verdict is Verdict.UnknownKey
            ? await IdTokenRules.JudgeAsync(token, expected, await documents.KeysAsync(settings, anew: true, cancellationToken), clock.GetUtcNow())
            : verdict;
    }

    private static bool IsMoreNeeded(PersonClaims person, ProviderSettings settings, string vo, Registry registry) =>
        person.UserName is null || person.Email is null || (person.Groups.IsEmpty && ClaimsToGroups.MatterIn(registry, vo, settings.MapsGroupsByName));

    [LoggerMessage(5761, LogLevel.Warning, "A login at {Provider} is refused: {Reason}")]
    private partial void LogRefused(string provider, string reason);
}
