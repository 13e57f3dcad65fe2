using System.CommandLine;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Profiles;

/// <summary><c>dirac profile show</c>: what a profile says.</summary>
internal static class ShowProfile
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var name = new Argument<string?>("PROFILE") { Description = "The profile; left out, the one in use.", Arity = ArgumentArity.ZeroOrOne };
        return new Command("show", "Show a profile: server, what it is known by, VO, group, login.") { name }.Does(host, (session, parsed, _) =>
        {
            var book = session.Profiles.Read();
            var profile = book.Get(parsed.GetValue(name) ?? book.InUse ?? throw new UsageException("No profile is in use.", "Name one; 'dirac profile list' lists them."));
            var report = ProfileReport.Of(profile, profile.Name == book.InUse, session.Profiles.TokensOf(profile.Name).Read(), host.Clock.GetUtcNow());
            if (session.Screen.Json) session.Screen.WriteJson(report, ProfileJsonContext.Default.ProfileReport);
            else Show(session, report);
            return Task.FromResult(ExitCodes.Ok);
        });
    }

    private static void Show(Session session, ProfileReport report) => session.Screen.WriteFacts(
    [
        ("Profile", report.InUse ? $"{report.Name} (in use)" : report.Name),
        ("Server", report.Url),
        ("Trust", report.Trust switch
        {
            "authority" => "its authority",
            "key" => "its key",
            _ => "the authorities of this system",
        }),
        .. report.Fingerprint is { } fingerprint ? Fingerprints.Halves(fingerprint) : [],
        ("VO", report.Vo),
        ("Group", report.Group),
        ("Login", report.LoginEnds is { } end ? $"until {Times.Show(end)} UTC" : "none"),
        ("Files", session.Profiles.Directory),
    ]);
}
