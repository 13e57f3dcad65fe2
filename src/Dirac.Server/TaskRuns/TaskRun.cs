using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dirac.Hosting.Serving;
using Dirac.Tasks;
using Dirac.Tasks.ByHand;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Server.TaskRuns;

/// <summary>Runs one handler for a person: this process listens nowhere and takes nothing from the queue.</summary>
internal static class TaskRun
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int WrongInput = 2;
    private const int Interrupted = 130;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs it, and tells the outcome on <paramref name="output"/>.</summary>
    /// <returns>The exit code: 0 done, 1 failed or too early, 2 wrong input, 130 cancelled.</returns>
    public static async Task<int> RunAsync(TaskRunOptions options, TextReader input, TextWriter output, TextWriter error)
    {
        using var cancel = new CancellationTokenSource();
        using var interrupt = OnSignal(PosixSignal.SIGINT, cancel);
        using var terminate = OnSignal(PosixSignal.SIGTERM, cancel);
        try
        {
            await using var app = await DiracServer.BuildAsync(options.Server with { Roles = ServerRoles.Api, LogsToError = true }, cancel.Token);
            return await RunAsync(app.Services.GetRequiredService<TaskByHand>(), options, input, output, error, cancel.Token);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await output.WriteLineAsync("Cancelled.");
            return Interrupted;
        }
    }

    private static async Task<int> RunAsync(
        TaskByHand tasks, TaskRunOptions options, TextReader input, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        if (!tasks.Names.Contains(options.Name))
        {
            await error.WriteLineAsync($"There is no task called {options.Name}. There are:\n  {string.Join("\n  ", tasks.Names)}");
            return WrongInput;
        }
        if (options.Message is null)
        {
            await output.WriteLineAsync(Indented(tasks.Shape(options.Name)));
            return Done;
        }
        if (options.Debugger)
            await WaitForDebuggerAsync(error, cancellationToken);
        try
        {
            var text = options.Message == "-" ? await input.ReadToEndAsync(cancellationToken) : options.Message;
            if (options.Held is not { } held)
                return await TellAsync(await tasks.RunAsync(options.Name, JsonElement.Parse(text), cancellationToken), output);
            await output.WriteLineAsync(await tasks.RunHeldAsync(held, text, cancellationToken));
            return Done;
        }
        catch (JsonException problem)
        {
            await error.WriteLineAsync($"The message is not understood: {problem.Message}\n'dirac task run {options.Name}' shows its shape.");
            return WrongInput;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync(failure.ToString());
            await output.WriteLineAsync($"Failed: {failure.GetType().Name}: {failure.Message}");
            return Failed;
        }
    }

    private static string Indented(JsonNode node)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true }))
            node.WriteTo(writer);
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static async Task<int> TellAsync(TaskOutcome outcome, TextWriter output)
    {
        var (line, code) = outcome switch
        {
            TaskOutcome.RetryAfter later => ($"Too early, to be tried again after {later.Delay}: {later.Reason}", Failed),
            TaskOutcome.Failed failed => ($"Failed: {failed.Error}", Failed),
            _ => ("Done.", Done),
        };
        await output.WriteLineAsync(line);
        return code;
    }

    private static async Task WaitForDebuggerAsync(TextWriter error, CancellationToken cancellationToken)
    {
        await error.WriteLineAsync($"Attach a debugger to process {Environment.ProcessId}; the handler is called then.");
        while (!Debugger.IsAttached)
            await Task.Delay(Glance, TimeProvider.System, cancellationToken);
    }

    private static PosixSignalRegistration OnSignal(PosixSignal signal, CancellationTokenSource cancel) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        cancel.Cancel();
    });
}
