using Dirac.Framework.Tokens;
using Dirac.Hosting.Configuration;
using Microsoft.Extensions.Options;

namespace Dirac.Server;

/// <summary>Feeds <see cref="AuthOptions"/> from the section <c>/Systems/Framework/Auth</c> of the configuration.</summary>
internal sealed class ConfigureAuth(IConfigurationSnapshots snapshots) : IConfigureOptions<AuthOptions>
{
    private const string Section = "/Systems/Framework/Auth";
    private const string KeyVariable = "DIRACX_LEGACY_EXCHANGE_HASHED_API_KEY";

    public void Configure(AuthOptions options)
    {
        var root = snapshots.Current.Root;
        options.AccessTokenExpireMinutes = root.GetNumber($"{Section}/{nameof(options.AccessTokenExpireMinutes)}", options.AccessTokenExpireMinutes);
        options.RefreshTokenExpireMinutes = root.GetNumber($"{Section}/{nameof(options.RefreshTokenExpireMinutes)}", options.RefreshTokenExpireMinutes);
        options.LegacyExchangeHashedApiKey = Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key
            ? key
            : root.GetOption($"{Section}/{nameof(options.LegacyExchangeHashedApiKey)}", options.LegacyExchangeHashedApiKey);
    }
}
