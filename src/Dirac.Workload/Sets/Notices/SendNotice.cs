using Dirac.Model.Errors;
using Dirac.Tasks;
using Microsoft.Extensions.Logging;

namespace Dirac.Workload.Sets.Notices;

/// <summary>Task: sends one message, again and later each time until it was taken.</summary>
/// <remarks>A message may arrive twice when the server dies after sending it; its number and text are then the same.</remarks>
internal sealed partial class SendNotice(
    WorkloadDatabases databases, SetOwner owners, Recipients recipients, WebHook hook, MailSender mail, ILogger<SendNotice> logger) : ITaskHandler<JobSetMessage>
{
    public const int MaxAttempts = 10;

    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<JobSetMessage>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        var outcomes = new List<TaskOutcome>(batch.Count);
        foreach (var task in batch) outcomes.Add(await HandleAsync(task, context, cancellationToken));
        return outcomes;
    }

    private async Task<TaskOutcome> HandleAsync(ClaimedTask<JobSetMessage> task, TaskContext context, CancellationToken cancellationToken)
    {
        var id = task.Message.MessageId;
        var message = await databases.Jobs.ReadAsync((session, token) => NoticeStore.FindMessageAsync(session, id, token), cancellationToken);
        var set = message is { State: not MessageRow.Sent }
            ? await databases.Jobs.ReadAsync((session, token) => JobSetStore.FindAsync(session, message.SetID, token), cancellationToken)
            : null;
        if (set is null) return TaskOutcome.Done;
        try
        {
            await SendAsync(message!, set, cancellationToken);
            await databases.Jobs.WriteAsync(
                async (session, token) =>
                {
                    await NoticeStore.EndMessageAsync(session, message!, MessageRow.Sent, null, token);
                    await context.CompleteAsync(session, [task], token);
                },
                cancellationToken);
            return TaskOutcome.AlreadyDone;
        }
        catch (Exception error) when (error is not LeaseLostException && !cancellationToken.IsCancellationRequested)
        {
            var isRefused = error is DiracException { Code: ErrorCode.BadRequest or ErrorCode.NotAuthorized };
            var state = isRefused || task.Attempt >= MaxAttempts ? MessageRow.Failed : MessageRow.Waiting;
            await databases.Jobs.WriteAsync((session, token) => NoticeStore.EndMessageAsync(session, message!, state, error.Message, token), cancellationToken);
            LogNotSent(id, message!.SetID, task.Attempt, error.Message);
            return isRefused ? TaskOutcome.Done : new TaskOutcome.Failed(error.Message);
        }
    }

    private async Task SendAsync(MessageRow message, JobSetRow set, CancellationToken cancellationToken)
    {
        if (owners.Of(set) is null) throw new DiracException(ErrorCode.NotAuthorized, $"{set.Owner} is not an active member of {set.OwnerGroup} any more.");
        if (recipients.MailOf(message.Recipient, set.Owner) is { } address) await mail.SendAsync(address, message.Report, cancellationToken);
        else await hook.SendAsync(message.Recipient, message.Body, message.MessageID, set.Secret, cancellationToken);
    }

    [LoggerMessage(6903, LogLevel.Warning, "Message {Message} of set {Set} could not be sent in attempt {Attempt}: {Error}")]
    private partial void LogNotSent(long message, long set, int attempt, string error);
}
