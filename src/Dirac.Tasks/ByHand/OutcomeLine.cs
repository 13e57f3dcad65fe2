using System.Text.Json;
using System.Text.Json.Serialization;
using Dirac.Tasks.Running;

namespace Dirac.Tasks.ByHand;

/// <summary>What a handler made of a task, as its process tells the worker: one line of JSON.</summary>
internal sealed record OutcomeLine(string Outcome, double DelaySeconds = 0, string Text = "")
{
    private const string Lost = "lost";

    /// <summary>The line of an outcome.</summary>
    public static string Of(TaskOutcome outcome) => Write(outcome switch
    {
        TaskOutcome.Completed => new OutcomeLine("done"),
        TaskOutcome.AlreadyCompleted => new OutcomeLine("already done"),
        TaskOutcome.RetryAfter later => new OutcomeLine("later", later.Delay.TotalSeconds, later.Reason),
        TaskOutcome.Failed failed => new OutcomeLine("failed", 0, failed.Error),
        _ => throw new System.Diagnostics.UnreachableException(),
    });

    /// <summary>The line of an exception.</summary>
    public static string Of(Exception exception) =>
        Write(exception is LeaseLostException ? new OutcomeLine(Lost) : new OutcomeLine("failed", 0, ErrorText.Of(exception)));

    /// <summary>Reads a line.</summary>
    /// <returns>The outcome; null when the line is none.</returns>
    /// <exception cref="LeaseLostException">The task was lost.</exception>
    public static TaskOutcome? Read(string? line)
    {
        if (line is null or not ['{', ..])
            return null;
        try
        {
            var told = JsonSerializer.Deserialize(line, OutcomeLineContext.Default.OutcomeLine)!;
            return told.Outcome switch
            {
                "done" => TaskOutcome.Done,
                "already done" => TaskOutcome.AlreadyDone,
                "later" => new TaskOutcome.RetryAfter(TimeSpan.FromSeconds(told.DelaySeconds), told.Text),
                "failed" => new TaskOutcome.Failed(told.Text),
                Lost => throw new LeaseLostException(1),
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Write(OutcomeLine line) => JsonSerializer.Serialize(line, OutcomeLineContext.Default.OutcomeLine);
}

[JsonSerializable(typeof(OutcomeLine))]
internal sealed partial class OutcomeLineContext : JsonSerializerContext;
