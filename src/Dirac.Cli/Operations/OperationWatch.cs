using Dirac.Cli.Shell;
using Dirac.Client.Jobs;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Model.Text;
using Spectre.Console;

namespace Dirac.Cli.Operations;

/// <summary>Follows an operation: a bar on a terminal, a line now and then elsewhere. Ctrl-C leaves the operation alone.</summary>
/// <param name="session">The session.</param>
/// <param name="operations">The server.</param>
internal sealed class OperationWatch(Session session, OperationClient operations)
{
    private const int MostOutages = 30;
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan OutagePause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    // The bar is drawn ten times a second; more answers than that help nobody.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Follows an operation and says how it ended.</summary>
    /// <param name="operation">As last seen.</param>
    /// <param name="report">Says it.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> FollowToEndAsync(JobOperation operation, OperationReport report, CancellationToken cancellationToken)
    {
        try
        {
            return report.Ended(await RunAsync(operation, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            report.Left(operation.Id);
            return ExitCodes.Interrupted;
        }
    }

    /// <summary>Follows an operation to its end.</summary>
    /// <param name="operation">As last seen.</param>
    /// <param name="cancellationToken">Ends the watch, not the operation.</param>
    public Task<JobOperation> RunAsync(JobOperation operation, CancellationToken cancellationToken) =>
        session.Screen.Live ? DrawAsync(operation, cancellationToken) : WriteAsync(operation, cancellationToken);

    private async Task<JobOperation> DrawAsync(JobOperation operation, CancellationToken cancellationToken)
    {
        // What ends at once needs no bar.
        operation = await NextAsync(operation, Tell, cancellationToken);
        if (OperationWords.HasEnded(operation)) return operation;
        await session.Screen.Console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new TaskCountColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Markup.Escape(Title(operation)), maxValue: 1);
                operation = await FollowAsync(operation, seen => Draw(bar, seen), (_, _) => bar.Description = "The server does not answer", cancellationToken);
            });
        return operation;
    }

    private static void Draw(ProgressTask bar, JobOperation seen)
    {
        var (done, total) = OperationWords.Progress(seen);
        bar.Description = Markup.Escape(Title(seen));
        bar.IsIndeterminate = !seen.IsTotalKnown && seen.State != "Undoing";
        bar.MaxValue = Math.Max(total, 1);
        bar.Value = done;
    }

    private static string Title(JobOperation seen) => seen.State switch
    {
        "Undoing" => "Undo",
        "Cancelling" => "Stop",
        _ when !seen.IsTotalKnown => "Find jobs",
        _ when seen.Failed > 0 => $"{OperationWords.Capital(seen.Verb)} ({Numbers.Of(seen.Failed)} not {OperationWords.Past(seen.Verb)})",
        _ => OperationWords.Capital(seen.Verb),
    };

    private Task<JobOperation> WriteAsync(JobOperation operation, CancellationToken cancellationToken)
    {
        var written = session.Host.Clock.GetTimestamp();
        return FollowAsync(
            operation,
            seen =>
            {
                if (OperationWords.HasEnded(seen) || session.Host.Clock.GetElapsedTime(written) < BetweenLines) return;
                written = session.Host.Clock.GetTimestamp();
                var (done, total) = OperationWords.Progress(seen);
                session.Screen.Note($"Operation {seen.Id}: {Numbers.Of(done)} of {Numbers.Of(total, "job")}{(seen.Failed > 0 ? $", {Numbers.Of(seen.Failed)} not {OperationWords.Past(seen.Verb)}" : "")}.");
            },
            Tell,
            cancellationToken);
    }

    private void Tell(JobOperation operation, DiracException outage) =>
        session.Screen.Note($"{outage.Message} Operation {operation.Id} goes on when it is back; it is asked again for a while.");

    private async Task<JobOperation> FollowAsync(
        JobOperation operation, Action<JobOperation> onLook, Action<JobOperation, DiracException> onOutage, CancellationToken cancellationToken)
    {
        onLook(operation);
        while (!OperationWords.HasEnded(operation))
        {
            operation = await NextAsync(operation, onOutage, cancellationToken);
            onLook(operation);
            if (!OperationWords.HasEnded(operation)) await Task.Delay(Pause, session.Host.Clock, cancellationToken);
        }

        return operation;
    }

    // A server that is being restarted goes on with the operation; so does whoever follows it.
    private async Task<JobOperation> NextAsync(JobOperation operation, Action<JobOperation, DiracException> onOutage, CancellationToken cancellationToken)
    {
        for (var outages = 0; ; outages++)
        {
            try
            {
                return await operations.FollowAsync(operation.Id, OperationWords.Worked(operation), Hold, cancellationToken);
            }
            catch (DiracException error) when (error.Code == ErrorCode.Unavailable && outages < MostOutages)
            {
                if (outages == 0) onOutage(operation, error);
                await Task.Delay(OutagePause, session.Host.Clock, cancellationToken);
            }
        }
    }
}
