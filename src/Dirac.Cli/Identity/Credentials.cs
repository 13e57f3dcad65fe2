using Dirac.Cli.Profiles;
using Dirac.Cli.Proxies;
using Dirac.Cli.Shell;
using Dirac.Model.Errors;
using Dirac.Security.Certificates.Proxies;
using Dirac.Security.Local;

namespace Dirac.Cli.Identity;

/// <summary>Finds everything of the caller's that lets them in somewhere.</summary>
internal static class Credentials
{
    /// <summary>All of them, those of profiles first.</summary>
    /// <param name="session">Where to look.</param>
    /// <param name="used">The profile that is used; null for none.</param>
    public static IReadOnlyList<Credential> Find(Session session, Profile? used) =>
        [.. OfToken(session), .. OfProfiles(session, used), .. OfLocalIdentity(session, used), .. OfProxy(session)];

    private static IEnumerable<Credential> OfToken(Session session) =>
        session.Server.Token is null ? [] : [new Credential("access token", null, "DIRAC_TOKEN", null, Used: true)];

    private static IEnumerable<Credential> OfProfiles(Session session, Profile? used)
    {
        foreach (var profile in session.Profiles.Read().Profiles)
        {
            var file = session.Profiles.TokensOf(profile.Name);
            if (file.Read() is not { } tokens) continue;
            var isUsed = profile.Name == used?.Name && session.Server.Token is null;
            yield return new Credential("access token", $"profile {profile.Name}", file.Path, tokens.AccessEnds, isUsed);
            if (tokens is { RefreshToken: not null, RenewalBegan: null }) yield return new Credential("refresh token", $"profile {profile.Name}", file.Path, tokens.RefreshEnds, isUsed);
        }
    }

    private static IEnumerable<Credential> OfLocalIdentity(Session session, Profile? used)
    {
        var path = LocalIdentity.PathIn(session.DataDirectory);
        return File.Exists(path) ? [new Credential("local identity", LocalIdentity.Read(session.DataDirectory).User, path, null, used is null && session.Server.Token is null)] : [];
    }

    private static IEnumerable<Credential> OfProxy(Session session)
    {
        var path = ProxyPlaces.Proxy(null, session.Host);
        return File.Exists(path) ? [Describe(path)] : [];
    }

    private static Credential Describe(string path)
    {
        try
        {
            using var proxy = ProxyFile.Read(path);
            return new Credential("proxy", proxy.Group is { } group ? $"{proxy.Identity.OneLine}, group {group}" : proxy.Identity.OneLine, path, proxy.ExpiresAt, Used: false);
        }
        catch (DiracException problem)
        {
            return new Credential("proxy", problem.Message, path, null, Used: false);
        }
    }
}
