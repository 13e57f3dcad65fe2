using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Api;

namespace Dirac.Cli.Jobs;

/// <summary><c>dirac job status</c>: one line for each job.</summary>
internal static class JobStatusLines
{
    private static readonly string[] Columns = ["JobID", "Status", "MinorStatus", "ApplicationStatus", "Site"];

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var selection = new JobSelection();
        var command = new Command("status", "Show where jobs are, one line for each.");
        selection.AddTo(command);
        return command.Does(host, async (session, parsed, cancellationToken) =>
        {
            var ids = await selection.FindAsync(session, parsed, cancellationToken);
            var rows = await JobSearch.FindAsync(session.Jobs, ids, Columns, cancellationToken);
            rows = [.. rows.OrderBy(row => row.Id)];
            if (session.Screen.Json) session.Screen.WriteJson([.. rows.Select(row => row.Element)], ModelJsonContext.Default.IReadOnlyListJsonElement);
            else JobLines.Write(session.Screen, rows, Text);
            if (ids.Count == 0) session.Screen.Note("No jobs fit.");
            var missing = ids.Except(rows.Select(row => row.Id)).ToList();
            if (missing.Count > 0) session.Screen.Note($"There is no job {JobIdRanges.Format(missing)}.");
            return missing.Count == 0 ? ExitCodes.Ok : ExitCodes.Failed;
        });
    }

    private static string Text(JobRow row)
    {
        var application = row.Text("ApplicationStatus") is "" or "Unknown" ? "" : $"; {row.Text("ApplicationStatus")}";
        var site = row.Text("Site") is "" or "ANY" ? "" : $"  {row.Text("Site")}";
        return $"{row.Text("MinorStatus")}{application}{site}";
    }
}
