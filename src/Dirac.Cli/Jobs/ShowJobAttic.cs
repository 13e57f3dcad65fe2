using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Client.Jobs;
using Dirac.Model.Api;
using Spectre.Console;

namespace Dirac.Cli.Jobs;

/// <summary><c>dirac job attic</c>: a job's parameters from before each rescheduling.</summary>
internal static class ShowJobAttic
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var id = JobArguments.One();
        return new Command("attic", "Show a job's parameters from before each rescheduling.") { id }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var cycles = await new JobRecordClient(session.Connection).AtticAsync(parsed.GetValue(id), cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(cycles, ModelJsonContext.Default.IReadOnlyDictionaryInt32IReadOnlyDictionaryStringString);
            else if (cycles.Count == 0) session.Screen.Note("None: it was not rescheduled, or had no parameters then.");
            else session.Screen.Console.Write(ToTable(cycles));
            return ExitCodes.Ok;
        });
    }

    private static Table ToTable(IReadOnlyDictionary<int, IReadOnlyDictionary<string, string>> cycles)
    {
        var table = Screen.NewTable("Cycle", "Name", "Value");
        foreach (var (cycle, values) in cycles.OrderBy(cycle => cycle.Key))
        {
            foreach (var (name, value) in values.OrderBy(value => value.Key, StringComparer.Ordinal)) table.AddRow(new Text($"{cycle}"), new Text(name), new Text(value));
        }

        return table;
    }
}
