using Dirac.Cli.Jobs;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Model.Text;

namespace Dirac.Cli.Operations;

/// <summary>Says what became of an operation, and gives the exit code for it.</summary>
/// <param name="session">The session.</param>
internal sealed class OperationReport(Session session)
{
    private const int NumberWidth = 9;

    private Screen Screen => session.Screen;

    /// <summary>The server has it; nobody waits.</summary>
    /// <param name="operation">The operation.</param>
    public int Accepted(JobOperation operation)
    {
        if (Screen.Json) Screen.WriteJson(operation, ModelJsonContext.Default.JobOperation);
        else Screen.WriteLine($"{operation.Id}");
        Screen.Note($"'{Screen.Program} operation show {operation.Id}' tells how it goes, '{Screen.Program} operation wait {operation.Id}' waits for its end.");
        return ExitCodes.Ok;
    }

    /// <summary>Whoever followed it goes away.</summary>
    /// <param name="id">The operation.</param>
    public void Left(long id) =>
        Screen.Note($"Operation {id} goes on without you: '{Screen.Program} operation wait {id}' follows it again, '{Screen.Program} operation cancel {id}' stops it.");

    /// <summary>It has ended.</summary>
    /// <param name="operation">The operation, with its outcomes.</param>
    public int Ended(JobOperation operation)
    {
        if (Screen.Json) Screen.WriteJson(operation, ModelJsonContext.Default.JobOperation);
        else if (operation is { Total: 0, State: "Done" }) Screen.Note("No jobs fit; nothing is changed.");
        else Write(operation);
        return CodeOf(operation);
    }

    /// <summary>Lines with the commonest outcomes that were not wished, and the jobs that had them.</summary>
    /// <param name="operation">The operation, with its outcomes.</param>
    public void WriteOutcomes(JobOperation operation)
    {
        foreach (var outcome in Outcomes(operation, "Succeeded").Where(_ => operation.State != "Undone").Where(outcome => outcome.Text == "Killed" && operation.Verb == "delete"))
        {
            Screen.WriteLine($"{Count(outcome)}  had to be killed first and are Killed now: delete them again to be rid of them");
        }

        foreach (var outcome in Outcomes(operation, "Failed")) Screen.WriteLine($"{Count(outcome)}  not {OperationWords.Past(operation.Verb)}: {outcome.Text}{Examples(outcome)}");
        foreach (var outcome in Outcomes(operation, "Kept")) Screen.WriteLine($"{Count(outcome)}  not put back: {outcome.Text}{Examples(outcome)}");
    }

    private void Write(JobOperation operation)
    {
        Screen.WriteLine(Sentence(operation));
        WriteOutcomes(operation);
        if (operation.UndoUntil is { } until)
        {
            var minutes = Math.Max(1, (int)Math.Round((until - session.Host.Clock.GetUtcNow()).TotalMinutes));
            Screen.Note($"Undo within {Numbers.Of(minutes, "minute")}: {Screen.Program} operation undo {operation.Id}");
        }
    }

    private static string Sentence(JobOperation operation)
    {
        var past = OperationWords.Past(operation.Verb);
        var all = Part(operation.Succeeded, operation.Total);
        return operation.State switch
        {
            "Undone" => $"Operation {operation.Id} is undone: {Part(operation.Restored, operation.Succeeded)} {(operation.Restored == 1 ? "is what it was" : "are what they were")}.",
            "Cancelled" => $"Operation {operation.Id} was cancelled: {all} {past}, {Numbers.Of(operation.Total - operation.Done)} left alone.",
            "Failed" => $"Operation {operation.Id} failed: {all} {past}. {operation.Problem}",
            _ => $"Operation {operation.Id}: {all} {past}.",
        };
    }

    private static string Part(int jobs, int all) => jobs == all ? Numbers.Of(all, "job") : $"{Numbers.Of(jobs)} of {Numbers.Of(all, "job")}";

    private static IEnumerable<OperationOutcome> Outcomes(JobOperation operation, string kind) => (operation.Outcomes ?? []).Where(outcome => outcome.Kind == kind);

    private static string Count(OperationOutcome outcome) => Numbers.Of(outcome.Jobs).PadLeft(NumberWidth);

    private static string Examples(OperationOutcome outcome)
    {
        if (outcome.JobIds.Count == 0) return "";
        var ranges = JobIdRanges.Format(outcome.JobIds);
        return $" ({ranges}{(outcome.JobIds.Count < outcome.Jobs ? ", …" : "")})";
    }

    private static int CodeOf(JobOperation operation) => operation switch
    {
        { State: "Done", Failed: 0 } => ExitCodes.Ok,
        { State: "Undone", Kept: 0 } => ExitCodes.Ok,
        _ => ExitCodes.Failed,
    };
}
