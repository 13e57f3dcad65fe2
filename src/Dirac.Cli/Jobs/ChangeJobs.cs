using System.CommandLine;
using Dirac.Cli.Operations;
using Dirac.Cli.Shell;
using Dirac.Client.Jobs;
using Dirac.Model.Text;

namespace Dirac.Cli.Jobs;

/// <summary><c>dirac job kill|delete|reschedule|reset|remove|confirm</c>: one tracked operation on many jobs, shown and asked for first.</summary>
internal static class ChangeJobs
{
    private static readonly (string Verb, string Description)[] Changes =
    [
        ("kill", "Kill jobs that have not ended."),
        ("delete", "Delete jobs; running ones are killed first. It can be undone for some minutes."),
        ("reschedule", "Put jobs back to the start, to run again."),
        ("reset", "Put jobs back to the start and count their reschedulings anew."),
        ("remove", "Remove jobs with all that is known of them, for good."),
        ("confirm", "Start jobs that were left Submitting."),
    ];

    /// <summary>Makes the commands.</summary>
    /// <param name="host">The process.</param>
    public static IEnumerable<Command> CreateAll(CliHost host) => Changes.Select(change => Create(host, change.Verb, change.Description));

    private static Command Create(CliHost host, string verb, string description)
    {
        var selection = new JobSelection();
        var options = new ChangeOptions();
        var command = new Command(verb, $"{description} Shows how many and asks first.");
        options.AddTo(command);
        selection.AddTo(command);
        return command.Does(host, async (session, parsed, cancellationToken) =>
        {
            var choice = await selection.ChooseAsync(session, parsed, cancellationToken);
            if (parsed.GetValue(options.DryRun)) return await new DryRun(session).ShowAsync(verb, choice, cancellationToken);
            if (!parsed.GetValue(options.Yes) && await RefusalAsync(session, verb, choice, cancellationToken) is { } code) return code;
            return await RunAsync(session, choice, verb, parsed.GetValue(options.Note), parsed.GetValue(options.NoWait), cancellationToken);
        });
    }

    // The exit code when nothing is to be done; null when the answer was yes.
    private static async Task<int?> RefusalAsync(Session session, string verb, JobChoice choice, CancellationToken cancellationToken)
    {
        var preview = await JobPreview.ReadAsync(session.Jobs, choice, cancellationToken);
        if (preview.Jobs == 0)
        {
            session.Screen.Note("No jobs fit; nothing is changed.");
            return choice.Ids is null ? ExitCodes.Ok : ExitCodes.Failed;
        }

        if (choice.Ids is { } ids && preview.Jobs < ids.Count) session.Screen.Note($"{Numbers.Of(ids.Count - preview.Jobs)} of the {Numbers.Of(ids.Count)} jobs named do not exist.");
        if (session.Screen.Confirm($"{OperationWords.Capital(verb)} {preview}?")) return null;
        session.Screen.Note("Nothing is changed.");
        return ExitCodes.Failed;
    }

    private static async Task<int> RunAsync(Session session, JobChoice choice, string verb, string? note, bool noWait, CancellationToken cancellationToken)
    {
        var operations = new OperationClient(session.Connection);
        var operation = await operations.StartAsync(choice.ToRequest(verb, note), cancellationToken);
        var report = new OperationReport(session);
        return noWait ? report.Accepted(operation) : await new OperationWatch(session, operations).FollowToEndAsync(operation, report, cancellationToken);
    }
}
