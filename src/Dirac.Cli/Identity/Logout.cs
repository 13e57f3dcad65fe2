using System.CommandLine;
using Dirac.Cli.Profiles;
using Dirac.Cli.Shell;
using Dirac.Client.Http;
using Dirac.Client.Identity;
using Dirac.Model.Errors;

namespace Dirac.Cli.Identity;

/// <summary><c>dirac logout</c>: ends logins, at the server and here.</summary>
internal static class Logout
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var all = new Option<bool>("--all") { Description = "Of all profiles." };
        return new Command("logout", "End the login of a profile; the profile stays, for the next login.") { all }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var told = true;
            foreach (var profile in Chosen(session, parsed.GetValue(all))) told &= await EndAsync(session, profile, cancellationToken);
            return told ? ExitCodes.Ok : ExitCodes.Unreachable;
        });
    }

    /// <summary>Ends one login: its tokens are removed here in any case.</summary>
    /// <param name="session">Where to tell.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="cancellationToken">Ends the call to the server.</param>
    /// <returns>Whether the server knows that it is over.</returns>
    public static async Task<bool> EndAsync(Session session, Profile profile, CancellationToken cancellationToken)
    {
        var file = session.Profiles.TokensOf(profile.Name);
        using var others = await file.LockAsync(cancellationToken);
        if (file.Read() is not { } tokens)
        {
            session.Screen.Note($"Nobody is logged in with the profile {profile.Name}.");
            return true;
        }

        file.Delete();
        var problem = tokens.RefreshToken is { } token ? await RevokeAsync(profile, token, cancellationToken) : null;
        session.Screen.Note(problem is null
            ? $"You are logged out of {profile.Url} (profile {profile.Name})."
            : $"The tokens of the profile {profile.Name} are removed here, but the server could not be told: {problem} They end by themselves{(tokens.RefreshEnds is { } end ? $" at {Times.Show(end)} UTC" : "")}.");
        return problem is null;
    }

    private static IEnumerable<Profile> Chosen(Session session, bool all)
    {
        if (all) return session.Profiles.Read().Profiles;
        return session.Server.Choose() is ServerChoice.OfProfile(var profile)
            ? [profile]
            : throw new UsageException("No profile is in use.", "Name one with --profile, or say --all; 'dirac profile list' lists them.");
    }

    private static async Task<string?> RevokeAsync(Profile profile, string token, CancellationToken cancellationToken)
    {
        try
        {
            using var server = ProfileConnections.OpenAnonymous(profile);
            await new OAuthClient(server).RevokeAsync(token, cancellationToken);
            return null;
        }
        catch (Exception error) when (error is DiracException or ApiException)
        {
            return error.Message;
        }
    }
}
