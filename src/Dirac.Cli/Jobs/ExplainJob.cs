using System.CommandLine;
using System.Globalization;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Model.Text;
using Spectre.Console;

namespace Dirac.Cli.Jobs;

/// <summary><c>dirac job why</c>: why a job waits, site by site, or how it failed, and what would bring it on.</summary>
internal static class ExplainJob
{
    private const int MostSitesNamed = 8;

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var id = JobArguments.One();
        var site = new Option<string?>("--site") { HelpName = "SITE", Description = "One site only, with each of its queues." };
        return new Command("why", "Say why a job waits or has failed, and what would bring it on.") { id, site }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var why = await session.Explain.WhyAsync(parsed.GetValue(id), parsed.GetValue(site), cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(why, ModelJsonContext.Default.JobWhy);
            else Print(session.Screen, why);
            return ExitCodes.Ok;
        });
    }

    private static void Print(Screen screen, JobWhy why)
    {
        screen.WriteFacts(
            ("Job", $"{why.JobID}"),
            ("Status", $"{why.Status}; {why.MinorStatus}; {why.ApplicationStatus}"),
            ("Why", why.Summary),
            ("Until", why.Until is { } until ? $"{Times.Show(until)} UTC" : null),
            ("Queue", Turn(why.Turn)),
            ("Attempts", why.Failure is { Attempts: > 0 } failure ? $"{failure.Attempts}" : null));
        if (why.Failure?.LastLines is { Count: > 0 } lines)
        {
            screen.WriteLine("It said last:");
            foreach (var line in lines) screen.WriteLine($"  {line}");
        }

        foreach (var advice in why.Advice) screen.WriteLine($"→ {advice}");
        if (why.Sites.Count > 0) screen.Console.Write(ToTable(why.Sites));
    }

    private static string? Turn(QueueTurn? turn)
    {
        if (turn is null) return null;
        var when = turn.EstimatedSeconds is { } seconds ? $", about {Lasting.Show(seconds)} at the present rate" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{turn.TQId}, {turn.Ahead} of {Numbers.Of(turn.Jobs, "job")} ahead, share {turn.Share * 100:0.##} %{when}");
    }

    private static Table ToTable(IReadOnlyList<SiteWhy> groups)
    {
        var table = Screen.NewTable("Sites", "Verdict", "Why", "What would make it run");
        foreach (var group in groups)
        {
            table.AddRow(
                new Text(Names(group)),
                new Text(Verdict(group.Verdict), Style(group.Verdict)),
                new Text(group.Clauses.Count == 0 ? group.Sentence : string.Join('\n', group.Clauses.Select(clause => $"{clause.Clause}: {clause.Why}"))),
                new Text(string.Join('\n', group.Clauses.Select(clause => clause.Remedy))));
        }

        return table;
    }

    private static string Names(SiteWhy group)
    {
        if (group.Origin is { } origin) return string.Join('\n', new[] { $"{group.Sites[0]} {group.GridCE} {group.Queue}".TrimEnd(), origin });
        var named = string.Join('\n', group.Sites.Take(MostSitesNamed));
        return group.Sites.Count > MostSitesNamed ? $"{named}\nand {group.Sites.Count - MostSitesNamed} more" : named;
    }

    private static string Verdict(string verdict) => verdict switch
    {
        "Fits" => "fits",
        "NoPilots" => "fits, no pilots",
        "Undescribed" => "may fit",
        "NotNow" => "not now",
        _ => "no",
    };

    private static Style Style(string verdict) => new(verdict switch
    {
        "Fits" => Color.Green,
        "NoPilots" or "Undescribed" or "NotNow" => Color.Yellow,
        _ => Color.Red,
    });
}
