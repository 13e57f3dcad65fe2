using System.CommandLine;
using Dirac.Cli.Profiles;
using Dirac.Cli.Shell;
using Spectre.Console;

namespace Dirac.Cli.Identity;

/// <summary><c>dirac whoami</c>: who the server thinks the caller is, and what lets them in.</summary>
internal static class WhoAmI
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host) =>
        new Command("whoami", "Show who the server thinks you are, and every credential of yours with its end.").Does(host, RunAsync);

    private static async Task<int> RunAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var profile = session.Server.Choose() is ServerChoice.OfProfile(var chosen) ? chosen : null;
        try
        {
            // First: the call may renew the tokens that are then listed.
            var me = await session.Identity.WhoAmIAsync(cancellationToken);
            var credentials = Credentials.Find(session, profile);
            if (session.Screen.Json)
            {
                session.Screen.WriteJson(WhoAmIReport.Of(me, session.Connection.Url, profile?.Name, credentials), IdentityJsonContext.Default.WhoAmIReport);
                return ExitCodes.Ok;
            }

            session.Screen.WriteFacts(
                ("User", me.PreferredUsername),
                ("Group", me.DiracGroup),
                ("VO", me.Vo),
                ("Properties", string.Join(", ", me.Properties)),
                ("Server", session.Connection.Url.ToString()),
                ("Profile", profile?.Name));
            Show(session, credentials);
            return ExitCodes.Ok;
        }
        catch (Exception) when (!session.Screen.Json && !cancellationToken.IsCancellationRequested)
        {
            // The server does not say who one is; what there is here may tell why.
            Show(session, Credentials.Find(session, profile));
            throw;
        }
    }

    private static void Show(Session session, IReadOnlyList<Credential> credentials)
    {
        if (credentials.Count == 0) return;
        var now = session.Host.Clock.GetUtcNow();
        var table = Screen.NewTable("", "Credential", "Of", "Good for", "Where");
        foreach (var one in credentials)
            table.AddRow(new Text(one.Used ? "*" : ""), new Text(one.Kind), new Text(one.Of ?? ""), new Text(Left(one, now)), new Text(Shorten(one.Where, session.Host)));
        session.Screen.Console.Write(table);
    }

    // As people write it; narrow terminals have no room for more.
    private static string Shorten(string path, CliHost host) =>
        host.Variable("HOME") is { Length: > 1 } home && path.StartsWith(home + "/", StringComparison.Ordinal) ? "~" + path[home.Length..] : path;

    private static string Left(Credential credential, DateTimeOffset now) => credential.Ends is not { } end ? "" : end > now ? Lasting.Show((end - now).TotalSeconds) : "expired";
}
