using System.Text;
using Dirac.Hosting.MessageQueues.Brokers;
using Dirac.Model.Errors;
using Dirac.Tasks;

namespace Dirac.Hosting.MessageQueues.Sending;

/// <summary>Sends what is owed. A message is done when the broker has confirmed it, and only then.</summary>
/// <typeparam name="TOwner">Stands for the database.</typeparam>
internal sealed class SendOwedMessages<TOwner>(BrokerPublishers publishers, OutageLog outages, TimeProvider time) : ITaskHandler<OwedMessage<TOwner>>
{
    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<OwedMessage<TOwner>>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        var outcomes = new Dictionary<long, TaskOutcome>();
        foreach (var group in batch.OrderBy(task => task.Id).GroupBy(task => task.Message.Content.MqUri))
            await SendAsync(group.Key, [.. group], outcomes, cancellationToken);
        return [.. batch.Select(task => outcomes[task.Id])];
    }

    private async Task SendAsync(string mqUri, IReadOnlyList<ClaimedTask<OwedMessage<TOwner>>> tasks, Dictionary<long, TaskOutcome> outcomes, CancellationToken cancellationToken)
    {
        try
        {
            await publishers.PublishAsync(MqUri.Parse(mqUri), [.. tasks.Select(task => ToBroker(task.Message.Content))], cancellationToken);
            outages.Over(mqUri);
            MessageMeter.Sent(mqUri, tasks.Count);
            foreach (var task in tasks) outcomes[task.Id] = TaskOutcome.Done;
        }
        catch (DiracException failure) when (failure.Code == ErrorCode.Unavailable)
        {
            outages.Begun(mqUri, failure.Message);
            MessageMeter.Unsent(mqUri, tasks.Count);
            foreach (var task in tasks) outcomes[task.Id] = new TaskOutcome.RetryAfter(OwedWait.After(time.GetUtcNow() - task.Created), failure.Message);
        }
        catch (DiracException) when (tasks.Count > 1)
        {
            // One of them is refused: the others must not pay for it.
            foreach (var task in tasks) await SendAsync(mqUri, [task], outcomes, cancellationToken);
        }
        catch (DiracException refusal)
        {
            outcomes[tasks[0].Id] = new TaskOutcome.Failed(refusal.Message);
        }
    }

    private static BrokerMessage ToBroker(OwedMessage owed) => new(owed.Id, Encoding.UTF8.GetBytes(owed.Body), owed.Headers ?? []);
}
