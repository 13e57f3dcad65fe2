using Dirac.Cli.Jobs;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Model.Text;
using Spectre.Console;

namespace Dirac.Cli.Sets;

/// <summary>Shows sets to people.</summary>
internal static class SetScreen
{
    /// <summary>Many sets, a line each.</summary>
    /// <param name="screen">Where.</param>
    /// <param name="sets">Which.</param>
    public static void WriteTable(Screen screen, IEnumerable<JobSetInfo> sets)
    {
        var table = Screen.NewTable("Set", "Name", "State", "Jobs", "Active", "Done", "Failed", "Killed", "Deleted", "Made (UTC)", "Ended (UTC)", "Owner");
        foreach (var set in sets)
        {
            var counts = set.Counts;
            long[] numbers = [counts.Jobs, counts.Active, counts.Done, counts.Failed, counts.Killed, counts.Deleted];
            string[] cells = [$"{set.Id}", set.Name, set.State, .. numbers.Select(number => $"{number}"), Times.Show(set.Created), Show(set.Ended), set.Owner];
            table.AddRow(cells.Select(cell => new Text(cell)));
        }

        screen.Console.Write(table);
    }

    /// <summary>One set with everything known of it.</summary>
    /// <param name="screen">Where.</param>
    /// <param name="set">Which.</param>
    public static void Write(Screen screen, JobSetInfo set)
    {
        screen.WriteFacts(
            ("Set", $"{set.Id}"), ("Name", set.Name), ("State", set.State), ("Jobs", Describe(set.Counts)), ("Owner", $"{set.Owner}, group {set.OwnerGroup}"),
            ("Made", $"{Times.Show(set.Created)} UTC"), ("Ended", set.Ended is null ? null : $"{Show(set.Ended)} UTC"), ("Follows", set.Previous is { } previous ? $"set {previous}" : null),
            ("Secret", set.Secret));
        if (set.On is { Count: > 0 } rules) WriteRules(screen, rules);
        if (set.Notices is { Count: > 0 } notices) WriteNotices(screen, notices);
    }

    /// <summary>The counts in words; those that are zero are left out.</summary>
    /// <param name="counts">The counts.</param>
    /// <param name="thing">What is counted; null where a title says it.</param>
    public static string Describe(JobSetCounts counts, string? thing = null)
    {
        var all = thing is null ? Numbers.Of(counts.Jobs) : Numbers.Of(counts.Jobs, thing);
        var parts = new (string Name, long Number)[]
        {
            ("active", counts.Active), ("done", counts.Done), ("failed", counts.Failed), ("killed", counts.Killed), ("deleted", counts.Deleted),
        };
        var said = string.Join(", ", parts.Where(part => part.Number > 0).Select(part => $"{Numbers.Of(part.Number)} {part.Name}"));
        return said.Length > 0 ? $"{all} ({said})" : all;
    }

    /// <summary>Tells which jobs could not be added.</summary>
    /// <param name="screen">Where.</param>
    /// <param name="change">What adding did.</param>
    public static void WriteRefused(Screen screen, JobSetChange change)
    {
        foreach (var reason in change.Failed.GroupBy(job => job.Value.Detail.Replace($"{job.Key}", "ID", StringComparison.Ordinal)).Take(10))
            screen.Note($"Not added: {JobIdRanges.Format([.. reason.Select(job => job.Key).Order()])}. {reason.First().Value.Detail}");
    }

    private static void WriteRules(Screen screen, IEnumerable<JobSetRuleInfo> rules)
    {
        var table = Screen.NewTable("When", "Do", "State", "Since (UTC)", "What came of it");
        foreach (var rule in rules)
            table.AddRow(new[] { rule.When, rule.Do, rule.State, Show(rule.Fired), $"{rule.Outcome} {rule.Error}".Trim() }.Select(cell => new Text(cell)));
        screen.Console.Write(table);
    }

    private static void WriteNotices(Screen screen, IEnumerable<JobSetNoticeInfo> notices)
    {
        var table = Screen.NewTable("Tell", "Of", "Digest", "Sent", "Next (UTC)", "Problem");
        foreach (var notice in notices)
        {
            var digest = notice.DigestMinutes > 0 ? $"{notice.DigestMinutes} min" : "";
            table.AddRow(new[] { notice.To, string.Join(", ", notice.When), digest, $"{notice.Sent}", Show(notice.Due), notice.Error ?? "" }.Select(cell => new Text(cell)));
        }

        screen.Console.Write(table);
    }

    private static string Show(DateTimeOffset? time) => time is { } moment ? Times.Show(moment) : "";
}
