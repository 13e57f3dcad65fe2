using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Client.Jobs;
using Dirac.Model.Api;
using Dirac.Model.Text;
using Spectre.Console;

namespace Dirac.Cli.Operations;

/// <summary><c>dirac operation list</c>: the newest operations first.</summary>
internal static class ListOperations
{
    private const int LongestList = 1_000;

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var limit = new Option<int>("--limit") { HelpName = "N", Description = "How many operations, 1 to 1,000.", DefaultValueFactory = _ => 20 };
        var all = new Option<bool>("--all") { Description = "Operations of everybody in your VO; for administrators." };
        return new Command("list", "List your operations on jobs, the newest first.") { limit, all }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var most = parsed.GetValue(limit);
            if (most is < 1 or > LongestList) throw new UsageException($"{most} is not a number of operations to list.", "--limit is 1 to 1,000.");
            var found = await new OperationClient(session.Connection).ListAsync(parsed.GetValue(all), most, cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(found, ModelJsonContext.Default.IReadOnlyListJobOperation);
            else if (found.Count > 0) session.Screen.Console.Write(ToTable(found, parsed.GetValue(all)));
            else session.Screen.Note("There are no operations. 'dirac job kill', 'delete' and 'reschedule' make them.");
            return ExitCodes.Ok;
        });
    }

    private static Table ToTable(IEnumerable<JobOperation> operations, bool withOwner)
    {
        var table = Screen.NewTable([.. (string[])["Operation", "What", "State", "Jobs", "Done", "Not", "Asked for (UTC)", "Can be undone until"], .. withOwner ? ["Owner"] : Array.Empty<string>(), "Note"]);
        foreach (var index in new[] { 0, 3, 4, 5 }) table.Columns[index].RightAligned();
        foreach (var operation in operations)
        {
            IEnumerable<Text> cells =
            [
                new($"{operation.Id}"),
                new(operation.Verb),
                StyleOf(operation),
                new(Numbers.Of(operation.Total)),
                new(Numbers.Of(operation.Succeeded)),
                new(operation.Failed == 0 ? "" : Numbers.Of(operation.Failed)),
                new(Times.Show(operation.Created)),
                new(operation.UndoUntil is { } until ? Times.Show(until) : ""),
            ];
            table.AddRow([.. cells, .. withOwner ? [new Text(operation.Owner)] : Array.Empty<Text>(), new Text(operation.Note ?? "")]);
        }

        return table;
    }

    private static Text StyleOf(JobOperation operation) => new(operation.State, new Style(operation.State switch
    {
        "Done" when operation.Failed == 0 => Color.Green,
        "Done" or "Cancelled" or "Cancelling" => Color.Yellow,
        "Failed" => Color.Red,
        "Running" or "Undoing" => Color.Blue,
        _ => Color.Default,
    }));
}
