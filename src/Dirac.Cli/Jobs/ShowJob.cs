using System.CommandLine;
using System.Text.Json;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Model.Text;
using Spectre.Console;

namespace Dirac.Cli.Jobs;

/// <summary><c>dirac job show</c>: the state of jobs, the reason for it, parameters and attempts.</summary>
internal static class ShowJob
{
    private const int MostJobs = 1_000;

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var ids = JobArguments.Many(ArgumentArity.OneOrMore);
        var jdl = new Option<bool>("--jdl") { Description = "Print the description as submitted and nothing else." };
        return new Command("show", "Show jobs: their states and why, their parameters and attempts.") { ids, jdl }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var jobs = JobIdRanges.Parse(parsed.GetValue(ids)!);
            if (jobs.Count > MostJobs) throw new UsageException($"{Numbers.Of(jobs.Count)} jobs are too many to show.", $"At most {Numbers.Of(MostJobs)}; 'dirac job status' has a line for each.");
            var details = new List<JobDetails>(jobs.Count);
            foreach (var job in jobs)
            {
                details.Add(await session.Jobs.DetailsAsync(job, cancellationToken));
                if (session.Screen.Json) continue;
                if (details.Count > 1) session.Screen.WriteLine();
                if (parsed.GetValue(jdl)) session.Screen.WriteLine(details[^1].OriginalJdl);
                else Print(session.Screen, await FindAsync(session, job, cancellationToken), details[^1]);
            }

            if (session.Screen.Json) PrintJson(session.Screen, details, parsed.GetValue(jdl));
            return ExitCodes.Ok;
        });
    }

    private static void PrintJson(Screen screen, List<JobDetails> details, bool jdl)
    {
        if (jdl) screen.WriteLine(string.Join(Environment.NewLine, details.Select(job => job.OriginalJdl)));
        else if (details.Count == 1) screen.WriteJson(details[0], ModelJsonContext.Default.JobDetails);
        else screen.WriteJson(details, ModelJsonContext.Default.IReadOnlyListJobDetails);
    }

    private static async Task<JobRow> FindAsync(Session session, long id, CancellationToken cancellationToken)
    {
        var condition = new SearchCondition("JobID", "eq", JsonSerializer.SerializeToElement(id, ModelJsonContext.Default.Int64));
        var found = await session.Jobs.SearchAsync(new SearchRequest(Search: [condition]), cancellationToken: cancellationToken);
        return found.Rows.Count == 1
            ? new JobRow(found.Rows[0])
            : throw new DiracException(ErrorCode.NotFound, $"There is no job {id}.", "'dirac job list' lists yours.");
    }

    private static void Print(Screen screen, JobRow row, JobDetails details)
    {
        screen.WriteFacts(
            ("Job", $"{row.Id}"),
            ("Name", row.Text("JobName")),
            ("Status", $"{row.Status}; {row.Text("MinorStatus")}; {row.Text("ApplicationStatus")}"),
            ("Why", details.Reason),
            ("Site", row.Text("Site")),
            ("Owner", $"{row.Text("Owner")}, group {row.Text("OwnerGroup")}"),
            ("Job group", row.Text("JobGroup")),
            ("Submitted", Utc(row.Text("SubmissionTime"))),
            ("Started", Utc(row.Text("StartExecTime"))),
            ("Ended", Utc(row.Text("EndExecTime"))),
            ("Rescheduled", row.Text("RescheduleCounter") is "0" or "" ? null : row.Text("RescheduleCounter") == "1" ? "once" : $"{row.Text("RescheduleCounter")} times"));
        if (details.Attempts.Count > 0) screen.Console.Write(ToTable(details.Attempts));
        // Peeked output has a command of its own and would push everything else off the screen.
        var parameters = details.Parameters.Where(parameter => parameter.Key != "StandardOutput").OrderBy(parameter => parameter.Key, StringComparer.Ordinal).ToList();
        if (parameters.Count == 0) return;
        screen.WriteLine("Parameters:");
        screen.WriteFacts([.. parameters.Select(parameter => ($"  {parameter.Key}", (string?)parameter.Value))]);
    }

    private static Table ToTable(IEnumerable<JobAttempt> attempts)
    {
        var table = Screen.NewTable("Attempt", "Outcome", "Site", "Pilot", "Started (UTC)", "Ended (UTC)");
        foreach (var attempt in attempts)
        {
            table.AddRow(
                new Text($"{attempt.Attempt}"),
                new Text(attempt.Outcome),
                new Text(attempt.Site),
                new Text(attempt.PilotStamp),
                new Text(Times.Show(attempt.StartTime)),
                new Text(attempt.EndTime is { } end ? Times.Show(end) : ""));
        }

        return table;
    }

    private static string? Utc(string time) => time.Length == 0 ? null : $"{time} UTC";
}
