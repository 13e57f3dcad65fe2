using System.Globalization;
using Dirac.Tasks;

namespace Dirac.TaskProcess;

/// <summary>Writes lines to the journal. Its tasks end after the call, so a process killed between leaves lines that come again.</summary>
internal sealed class ErrandHandler(Journal journal) : ITaskHandler<Errand>
{
    public Task<IReadOnlyList<TaskOutcome>> HandleAsync(IReadOnlyList<ClaimedTask<Errand>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        foreach (var task in batch)
            journal.Append(task.Message.Number.ToString(CultureInfo.InvariantCulture));
        return Task.FromResult<IReadOnlyList<TaskOutcome>>([.. batch.Select(_ => TaskOutcome.Done)]);
    }
}
