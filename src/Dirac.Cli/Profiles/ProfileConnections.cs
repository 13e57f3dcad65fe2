using Dirac.Cli.Shell;
using Dirac.Client.Http;
using Dirac.Client.Identity.Kept;

namespace Dirac.Cli.Profiles;

/// <summary>Opens connections with a profile's trust and login.</summary>
/// <param name="host">The process.</param>
/// <param name="store">Where the tokens are.</param>
internal sealed class ProfileConnections(CliHost host, ProfileStore store)
{
    private const string NoAuthorities = "/dev/null";

    /// <summary>A connection that logs in by the profile's tokens, or by DIRAC_TOKEN when that is set.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="token">The value of DIRAC_TOKEN, if set.</param>
    public ApiConnection Open(Profile profile, ITokenSource? token)
    {
        // The pin alone judges: what the machine trusts need not be read.
        if (profile.Pin is not null) host.TrustOnly(NoAuthorities);
        return new ApiConnection(OptionsOf(profile), token ?? TokensOf(profile));
    }

    /// <summary>The tokens of a profile, renewed when due.</summary>
    /// <param name="profile">The profile.</param>
    public KeptLogin TokensOf(Profile profile) => new(store.TokensOf(profile.Name), () => OpenAnonymous(profile), $"Log in again: dirac login --profile {profile.Name}", host.Clock);

    /// <summary>A connection that sends no token.</summary>
    /// <param name="profile">The profile.</param>
    public static ApiConnection OpenAnonymous(Profile profile) => new(OptionsOf(profile), null);

    private static ApiConnectionOptions OptionsOf(Profile profile) => new() { Url = new Uri(profile.Url), Pin = profile.Pin };
}
