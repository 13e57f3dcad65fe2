using System.CommandLine;
using Dirac.Cli.Shell;
using Spectre.Console;

namespace Dirac.Cli.Profiles;

/// <summary><c>dirac profile list</c>: all profiles.</summary>
internal static class ListProfiles
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host) => new Command("list", "List profiles; the one in use has a star.").Does(host, (session, _, _) =>
    {
        var (store, now) = (session.Profiles, host.Clock.GetUtcNow());
        var book = store.Read();
        IReadOnlyList<ProfileReport> reports = [.. book.Profiles.Select(profile => ProfileReport.Of(profile, profile.Name == book.InUse, store.TokensOf(profile.Name).Read(), now))];
        if (session.Screen.Json) session.Screen.WriteJson(reports, ProfileJsonContext.Default.IReadOnlyListProfileReport);
        else if (reports.Count == 0) session.Screen.Note("There are no profiles. 'dirac login --url ADDRESS' makes one.");
        else Show(session, reports, now);
        return Task.FromResult(ExitCodes.Ok);
    });

    private static void Show(Session session, IReadOnlyList<ProfileReport> reports, DateTimeOffset now)
    {
        var table = Screen.NewTable("", "Profile", "Server", "VO", "Group", "Login");
        foreach (var report in reports)
        {
            var login = report.LoginEnds is { } end ? $"for {Lasting.Show((end - now).TotalSeconds)}" : "none";
            table.AddRow(new Text(report.InUse ? "*" : ""), new Text(report.Name), new Text(report.Url), new Text(report.Vo ?? ""), new Text(report.Group ?? ""), new Text(login));
        }

        session.Screen.Console.Write(table);
    }
}
