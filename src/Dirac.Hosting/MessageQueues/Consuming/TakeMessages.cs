using Dirac.Hosting.MessageQueues.Brokers;
using Dirac.Persistence;
using Dirac.Tasks;
using Dirac.Tasks.Intake;
using Microsoft.Extensions.Logging;

namespace Dirac.Hosting.MessageQueues.Consuming;

/// <summary>Makes tasks of messages, all that came together in one transaction. A message that was taken before makes none.</summary>
internal sealed partial class TakeMessages(IDatabases databases, TaskIntake intake, ITaskQueue queue, ILogger<TakeMessages> logger)
{
    private const int MostShown = 1_000_000;

    /// <summary>Takes them. When it returns they are the system's own and may be acknowledged; when it throws none is.</summary>
    /// <returns>Those that the broker shall have back as refused.</returns>
    public async Task<IReadOnlySet<Delivery>> RunAsync(TriggerSettings settings, MessageTrigger trigger, IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
    {
        var read = deliveries.Select(delivery => Read(settings, trigger, delivery)).ToList();
        await databases.Get(settings.Database).WriteAsync(
            async (session, token) =>
            {
                // What is refused may come again when somebody moves it back from the broker's dead letters: it is not noted.
                foreach (var message in read.Where(message => message.Problem is null || !IsForBroker(settings, message) || message.Delivery.Message.IsCutOff))
                {
                    if (await IsNewAsync(session, settings, message.Delivery.Message, token)) await TakeAsync(session, settings, message, token);
                }
            },
            cancellationToken);
        MessageMeter.Taken(settings.Name, deliveries.Count);
        MessageMeter.Unreadable(settings.Name, read.Count(message => message.Problem is not null));
        return read.Where(message => message.Problem is not null && IsForBroker(settings, message)).Select(message => message.Delivery).ToHashSet();
    }

    /// <summary>Puts a message among the dead that the database does not take as a task, although it takes others.</summary>
    public async Task GiveUpAsync(TriggerSettings settings, Delivery delivery, Exception reason, CancellationToken cancellationToken)
    {
        await databases.Get(settings.Database).WriteAsync(
            async (session, token) =>
            {
                if (await IsNewAsync(session, settings, delivery.Message, token))
                    await intake.BuryAsync(session, settings.Task, Show(delivery.Message), $"From {settings.Source}: no task could be made of it. {reason.Message}", token);
            },
            cancellationToken);
        MessageMeter.Taken(settings.Name, 1);
        MessageMeter.Unreadable(settings.Name, 1);
    }

    // Whatever a reader throws, the next message must not wait for it.
    private ReadMessage Read(TriggerSettings settings, MessageTrigger trigger, Delivery delivery)
    {
        try
        {
            if (delivery.Message.IsCutOff) throw new FormatException($"It has more than {ReceivedLimits.MostBytes} bytes; only its beginning is here.");
            return new ReadMessage(delivery, trigger.Read(delivery.Message, intake, queue), null);
        }
        catch (Exception problem)
        {
            LogUnreadable(settings.Name, settings.Source, delivery.Message.Id, problem.Message);
            return new ReadMessage(delivery, null, problem.Message);
        }
    }

    private static async Task<bool> IsNewAsync(IDbSession session, TriggerSettings settings, ReceivedMessage message, CancellationToken cancellationToken) =>
        message.Id is not { } id || settings.Remember == TimeSpan.Zero || await TakenMessages.NoteAsync(session, settings.Name, id, cancellationToken);

    private async Task TakeAsync(IDbSession session, TriggerSettings settings, ReadMessage message, CancellationToken cancellationToken)
    {
        if (message.Make is { } make) await make(session, cancellationToken);
        else
            await intake.BuryAsync(session, settings.Task, Show(message.Delivery.Message), $"From {settings.Source}: {message.Problem}", cancellationToken);
    }

    // What is cut off stands here only with its beginning; the whole is for the broker to keep.
    private static bool IsForBroker(TriggerSettings settings, ReadMessage message) => settings.Unreadable == UnreadableMessages.Broker || message.Delivery.Message.IsCutOff;

    // Escaped, a long text would be longer than the database takes.
    private static string Show(ReceivedMessage message)
    {
        var text = IsText(message.Body.Span) ? message.Text : $"base64 {Convert.ToBase64String(message.Body.Span)}";
        return text.Length <= MostShown ? text : $"{text[..MostShown]}…";
    }

    private static bool IsText(ReadOnlySpan<byte> body) => System.Text.Unicode.Utf8.IsValid(body);

    private sealed record ReadMessage(Delivery Delivery, Func<IDbSession, CancellationToken, Task>? Make, string? Problem);

    [LoggerMessage(4505, LogLevel.Warning, "{Trigger}: message {Id} of {Source} cannot be read: {Problem}")]
    private partial void LogUnreadable(string trigger, MqUri source, string? id, string problem);
}
