namespace Dirac.Tasks.Tests;

/// <summary>A handler that does what the test says.</summary>
internal sealed class NoteHandler(NoteScript script) : ITaskHandler<Note>
{
    public Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<Note>> batch, TaskContext context, CancellationToken cancellationToken) =>
        script.Handle(batch, context, cancellationToken);
}

internal sealed class ReminderHandler : ITaskHandler<Reminder>
{
    public Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<Reminder>> batch, TaskContext context, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TaskOutcome>>([.. batch.Select(_ => TaskOutcome.Done)]);
}

/// <summary>What the handler does with a batch. By default all is done.</summary>
internal sealed class NoteScript
{
    public Func<IReadOnlyList<ClaimedTask<Note>>, TaskContext, CancellationToken, Task<IReadOnlyList<TaskOutcome>>> Handle { get; set; } =
        (batch, _, _) => All(batch, TaskOutcome.Done);

    public static Task<IReadOnlyList<TaskOutcome>> All(IReadOnlyList<ClaimedTask<Note>> batch, TaskOutcome outcome) =>
        Task.FromResult<IReadOnlyList<TaskOutcome>>([.. batch.Select(_ => outcome)]);
}
