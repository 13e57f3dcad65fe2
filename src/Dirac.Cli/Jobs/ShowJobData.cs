using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Client.Jobs;
using Dirac.Model.Api;
using Spectre.Console;

namespace Dirac.Cli.Jobs;

/// <summary><c>dirac job data</c>: a job's input files.</summary>
internal static class ShowJobData
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var id = JobArguments.One();
        return new Command("data", "Show a job's input files.") { id }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var files = await new JobRecordClient(session.Connection).InputDataAsync(parsed.GetValue(id), cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(files, ModelJsonContext.Default.IReadOnlyListJobInputFile);
            else if (files.Count == 0) session.Screen.Note("It has no input data.");
            else session.Screen.Console.Write(ToTable(files));
            return ExitCodes.Ok;
        });
    }

    private static Table ToTable(IEnumerable<JobInputFile> files)
    {
        var table = Screen.NewTable("LFN", "Status");
        foreach (var file in files) table.AddRow(new Text(file.LFN), new Text(file.Status));
        return table;
    }
}
