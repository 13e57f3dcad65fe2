using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Client.Jobs;
using Dirac.Model.Api;
using Dirac.Model.Text;

namespace Dirac.Cli.Operations;

/// <summary><c>dirac operation show</c>: one operation with its outcomes.</summary>
internal static class ShowOperation
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var id = OperationCommands.One();
        return new Command("show", "Show one operation: how far it is, and which jobs were not changed and why.") { id }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var operation = await new OperationClient(session.Connection).ShowAsync(parsed.GetValue(id), cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(operation, ModelJsonContext.Default.JobOperation);
            else Print(session, operation);
            return ExitCodes.Ok;
        });
    }

    private static void Print(Session session, JobOperation operation)
    {
        var (done, total) = OperationWords.Progress(operation);
        var past = OperationWords.Past(operation.Verb);
        session.Screen.WriteFacts(
            ("Operation", $"{operation.Id}"),
            ("What", $"{operation.Verb} of {(operation.Search is { } search ? $"jobs with {string.Join(" and ", search.Select(Condition))}" : "named jobs")}"),
            ("Note", operation.Note),
            ("State", $"{operation.State}{(OperationWords.HasEnded(operation) ? "" : $": {Numbers.Of(done)} of {Numbers.Of(total, "job")}")}"),
            ("Problem", operation.Problem),
            ("Jobs", $"{Numbers.Of(operation.Total)}{(operation.IsTotalKnown ? "" : " so far")}"),
            (OperationWords.Capital(past), Numbers.Of(operation.Succeeded)),
            ($"Not {past}", operation.Failed == 0 ? null : Numbers.Of(operation.Failed)),
            ("Put back", operation.State is "Undoing" or "Undone" ? Numbers.Of(operation.Restored) : null),
            ("Asked for", $"{Times.Show(operation.Created)} UTC by {operation.Owner}, group {operation.OwnerGroup}"),
            ("Ended", operation.Ended is { } ended ? $"{Times.Show(ended)} UTC" : null),
            ("Undone", operation.Undone is { } undone ? $"{Times.Show(undone)} UTC" : null),
            ("Undo", operation.UndoUntil is { } until ? $"until {Times.Show(until)} UTC: {session.Screen.Program} operation undo {operation.Id}" : null));
        new OperationReport(session).WriteOutcomes(operation);
    }

    private static string Condition(SearchCondition condition)
    {
        var values = condition.Value is { } value ? $"{value}" : string.Join(',', condition.Values ?? []);
        return $"{condition.Parameter} {(condition.Operator == "eq" ? "=" : condition.Operator)} {values}";
    }
}
