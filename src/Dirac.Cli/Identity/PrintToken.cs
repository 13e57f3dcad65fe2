using Dirac.Cli.Profiles;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Security.Local;

namespace Dirac.Cli.Identity;

/// <summary><c>dirac login --print-token</c>: an access token for other programs.</summary>
internal static class PrintToken
{
    /// <summary>Prints a new one of the local identity.</summary>
    /// <param name="session">Where to write.</param>
    /// <param name="asked">Whether printing was asked for.</param>
    /// <param name="group">The group wanted; null for the default.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<int> OfThisMachineAsync(Session session, bool asked, string? group, CancellationToken cancellationToken)
    {
        if (!asked) throw new UsageException("The other commands log in by themselves; there is nothing to do.", "'dirac login --local --print-token' prints a token for other programs.");
        session.Server.StayHere();
        var token = await session.Identity.LoginLocallyAsync(LocalIdentity.Read(session.DataDirectory).Secret, group, cancellationToken);
        return Write(session, token);
    }

    /// <summary>Prints the one of a profile, renewed when it is about to end.</summary>
    /// <param name="session">Where to write.</param>
    /// <param name="group">The group wanted; null for the profile's.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<int> OfProfileAsync(Session session, string? group, CancellationToken cancellationToken)
    {
        if (session.Server.Choose() is not ServerChoice.OfProfile(var chosen))
            throw new UsageException("No profile is in use whose token could be printed.", "Log in first: dirac login --url https://ADDRESS. For the server of 'dirac up' on this machine: dirac login --local --print-token");
        var profile = GroupProfile.Find(chosen, group, session.Profiles.Read());
        using var tokens = new ProfileConnections(session.Host, session.Profiles).TokensOf(profile);
        var token = await tokens.GetTokenAsync(null, cancellationToken);
        var end = session.Profiles.TokensOf(profile.Name).Read()?.AccessEnds ?? session.Host.Clock.GetUtcNow();
        return Write(session, new TokenReply(token, Math.Max(0, (int)(end - session.Host.Clock.GetUtcNow()).TotalSeconds)));
    }

    private static int Write(Session session, TokenReply token)
    {
        if (session.Screen.Json) session.Screen.WriteJson(token, ModelJsonContext.Default.TokenReply);
        else session.Screen.WriteLine(token.AccessToken);
        return ExitCodes.Ok;
    }
}
