using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Spectre.Console;

namespace Dirac.Cli.Jobs;

/// <summary><c>dirac job log</c>: a job's history.</summary>
internal static class ShowJobLog
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var id = JobArguments.One();
        return new Command("log", "Show a job's history, the oldest change first.") { id }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var records = await session.Jobs.LogAsync(parsed.GetValue(id), cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(records, ModelJsonContext.Default.IReadOnlyListLoggingRecord);
            else session.Screen.Console.Write(ToTable(records));
            return ExitCodes.Ok;
        });
    }

    private static Table ToTable(IEnumerable<LoggingRecord> records)
    {
        var table = Screen.NewTable("Time (UTC)", "Status", "Minor status", "Application", "Source");
        foreach (var record in records)
        {
            table.AddRow(
                new Text(Times.Show(record.StatusTime)),
                StatusStyle.Show(record.Status),
                new Text(record.MinorStatus),
                new Text(record.ApplicationStatus),
                new Text(record.Source));
        }

        return table;
    }
}
