using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Dirac.Hosting.Configuration;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Https;
using Dirac.Model.Errors;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Verdict = Dirac.Framework.Providers.ProviderVerdict<Dirac.Framework.Providers.AccessTokens.ForeignToken>;

namespace Dirac.Framework.Providers.AccessTokens;

/// <summary>Takes access tokens of the VOs' identity providers, as DIRAC's https services do. Thread-safe.</summary>
/// <remarks>
/// A call costs no I/O: keys are kept, and so is what good tokens say, by their hash, until they end. What that makes of the caller is decided
/// with every call by the configuration of the moment.
/// </remarks>
internal sealed partial class ForeignTokens(IConfigurationSnapshots snapshots, ProviderDocuments documents, TimeProvider clock, ILogger<ForeignTokens> logger) : IForeignTokens
{
    private const int MostRemembered = 10_000;
    private readonly ConcurrentDictionary<string, (ForeignToken Token, ProviderSettings Provider)> _remembered = new(StringComparer.Ordinal);
    private volatile ProviderDirectory? _directory;

    /// <inheritdoc/>
    public async Task<RpcIdentity?> IdentifyAsync(string token, string? group, CancellationToken cancellationToken)
    {
        if (token.Length > IdTokenRules.LongestToken || IdTokenRules.Read(token) is not { } parsed) return null;
        var directory = Directory();
        if (directory.Of(parsed.Issuer) is not { Count: > 0 } vos)
        {
            LogRefused("", "it was made by nobody whom the configuration knows");
            return null;
        }

        // VOs with the same provider may describe it differently: each believes by its own words.
        foreach (var same in vos.GroupBy(vo => vo.Provider))
        {
            if (await BelieveAsync(token, parsed, same.Key, cancellationToken) is not { } said) continue;
            var (identity, reason) = ForeignRights.Decide(said, [.. same], group, directory.Configuration.Registry);
            if (identity is not null) return identity;
            LogRefused(same.Key.Name, reason);
        }

        return null;
    }

    private async Task<ForeignToken?> BelieveAsync(string token, JsonWebToken parsed, ProviderSettings provider, CancellationToken cancellationToken)
    {
        var hash = $"{provider.Name} {Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)))}";
        if (_remembered.TryGetValue(hash, out var known) && known.Provider == provider && known.Token.ExpiresAt > clock.GetUtcNow() - IdTokenRules.Skew) return known.Token;
        try
        {
            switch (await JudgeAsync(parsed, provider, cancellationToken))
            {
                case Verdict.Good good:
                    if (_remembered.Count >= MostRemembered) _remembered.Clear();
                    _remembered[hash] = (good.Said, provider);
                    return good.Said;
                case Verdict.Refused refused:
                    LogRefused(provider.Name, refused.Reason);
                    return null;
                default:
                    LogRefused(provider.Name, "its key is not among the provider's");
                    return null;
            }
        }
        catch (DiracException problem)
        {
            LogUnjudged(provider.Name, problem.Message);
            return null;
        }
    }

    private async Task<Verdict> JudgeAsync(JsonWebToken parsed, ProviderSettings provider, CancellationToken cancellationToken)
    {
        var verdict = await AccessTokenRules.JudgeAsync(parsed, provider, await documents.KeysAsync(provider, anew: false, cancellationToken), clock.GetUtcNow());
        return verdict is Verdict.UnknownKey
            ? await AccessTokenRules.JudgeAsync(parsed, provider, await documents.KeysAsync(provider, anew: true, cancellationToken), clock.GetUtcNow())
            : verdict;
    }

    private ProviderDirectory Directory()
    {
        var current = snapshots.Current;
        if (_directory is { } known && known.Configuration == current) return known;
        return _directory = new ProviderDirectory(current);
    }

    [LoggerMessage(5842, LogLevel.Debug, "An access token of the identity provider {Provider} is refused: {Reason}")]
    private partial void LogRefused(string provider, string reason);

    [LoggerMessage(5843, LogLevel.Warning, "An access token of the identity provider {Provider} cannot be judged and is refused: {Problem}")]
    private partial void LogUnjudged(string provider, string problem);
}
