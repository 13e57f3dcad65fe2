using Dirac.Persistence;
using Dirac.Tasks;
using Dirac.Tasks.Intake;

namespace Dirac.Hosting.MessageQueues.Consuming;

/// <summary>A way from messages of others to tasks, as code or configuration declare it.</summary>
/// <param name="name">Its name, in the configuration and in tables.</param>
/// <param name="mqUri">The queue or topic unless the configuration names another; empty: none.</param>
internal abstract class MessageTrigger(string name, string mqUri)
{
    public string Name => name;

    public string MqUri => mqUri;

    /// <summary>The kind of task that it makes.</summary>
    public abstract TaskDefinition Definition(TaskIntake intake);

    /// <summary>Understands a message. Anything it throws means that the message cannot be read.</summary>
    /// <returns>What makes the task, in a transaction of its database.</returns>
    public abstract Func<IDbSession, CancellationToken, Task> Read(ReceivedMessage message, TaskIntake intake, ITaskQueue queue);
}

/// <inheritdoc/>
/// <param name="name">As there.</param>
/// <param name="mqUri">As there.</param>
/// <param name="read">Makes the task's message, or null for a message that is not for us.</param>
internal sealed class MessageTrigger<TMessage>(string name, string mqUri, Func<ReceivedMessage, NewTask<TMessage>?> read) : MessageTrigger(name, mqUri)
{
    private const int LongestKey = 128;

    public override TaskDefinition Definition(TaskIntake intake) => intake.Find<TMessage>();

    public override Func<IDbSession, CancellationToken, Task> Read(ReceivedMessage message, TaskIntake intake, ITaskQueue queue) => read(message) switch
    {
        null => (_, _) => Task.CompletedTask,
        { DedupKey: { Length: 0 or > LongestKey } key } => throw new FormatException($"Its key has {key.Length} characters; 1 to {LongestKey} are possible."),
        { } task => (session, cancellationToken) => queue.EnqueueAsync(session, [task], cancellationToken),
    };
}

/// <summary>A trigger that only the configuration knows: the body is the task's own message, as JSON.</summary>
/// <param name="name">As there.</param>
/// <param name="task">The kind of task.</param>
internal sealed class ConfiguredTrigger(string name, string task) : MessageTrigger(name, "")
{
    public override TaskDefinition Definition(TaskIntake intake) =>
        intake.Find(task) ?? throw new Model.Errors.DiracException(Model.Errors.ErrorCode.BadConfiguration, $"There is no task called {task}.", "'dirac task list' lists them.");

    public override Func<IDbSession, CancellationToken, Task> Read(ReceivedMessage message, TaskIntake intake, ITaskQueue queue)
    {
        var body = message.Json;
        return intake.Problem(task, body) is { } problem
            ? throw new FormatException(problem)
            : (session, cancellationToken) => intake.EnqueueAsync(session, task, body, cancellationToken);
    }
}
