using System.Globalization;
using System.Text;
using Dirac.Model.Api;
using Dirac.Model.Text;

namespace Dirac.Workload.Sets.Notices;

/// <summary>A report in words. Pure.</summary>
internal static class MailText
{
    public static string Subject(JobSetReport report)
    {
        var counts = report.Set.Counts;
        var state = report.Set.Ended is not null ? "has ended" : $"{Numbers.Of(counts.Active)} of {Numbers.Of(counts.Jobs, "job")} to go";
        return OneLine($"[DIRAC] Set {report.Set.Id} \"{report.Set.Name}\": {state}, {counts.Done} done, {counts.Failed} failed");
    }

    public static string Body(JobSetReport report)
    {
        var text = new StringBuilder();
        var counts = report.Set.Counts;
        Line(text, $"Set {report.Set.Id} \"{report.Set.Name}\" of {report.Set.Owner}: {string.Join(", ", report.Events)}.");
        Line(text, $"{Numbers.Of(counts.Jobs, "job")}: {counts.Done} done, {counts.Failed} failed, {counts.Killed} killed, {counts.Deleted} deleted, {counts.Active} not ended.");
        if (report.NewFailures > 0) Line(text, report.NewFailures == 1 ? "A job has failed since the last message." : $"Jobs have failed {Numbers.Of(report.NewFailures, "time")} since the last message.");
        if (report.Reasons.Count > 0) Section(text, "Why jobs have failed:", report.Reasons.Select(reason => $"{reason.Jobs} × {reason.MinorStatus}"));
        if (report.FailedJobs.Count > 0) Section(text, "The first of them:", report.FailedJobs.Select(job => $"job {job.JobId} at {job.Site}: {job.MinorStatus}"));
        var rules = (report.Set.On ?? []).Where(rule => rule.State is not (RuleState.Waiting or RuleState.Withdrawn) || rule.Outcome is not null).ToList();
        if (rules.Count > 0) Section(text, "Actions:", rules.Select(rule => $"{rule.When}, {rule.Do}: {rule.State}. {rule.Outcome} {rule.Error}".TrimEnd()));
        Section(text, "More:", [$"dirac set show {report.Set.Id}"]);
        return text.ToString();
    }

    private static void Section(StringBuilder text, string title, IEnumerable<string> lines)
    {
        text.Append('\n');
        Line(text, title);
        foreach (var line in lines) Line(text, $"  {line}");
    }

    private static void Line(StringBuilder text, string line) => text.Append(CultureInfo.InvariantCulture, $"{OneLine(line)}\n");

    // Names and reasons come from users and payloads; none of them begins a line of its own.
    private static string OneLine(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
}
