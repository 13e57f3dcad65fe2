using System.Text;
using Dirac.Hosting.MessageQueues.Brokers;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Tasks;

namespace Dirac.Hosting.MessageQueues.Sending;

/// <inheritdoc cref="IOutgoingMessages"/>
internal sealed class OutgoingMessages(IEnumerable<OutgoingRoute> routes, ITaskQueue queue) : IOutgoingMessages
{
    public Task SendAsync(IDbSession session, string mqUri, OutgoingMessage message, CancellationToken cancellationToken)
    {
        var route = routes.FirstOrDefault(route => route.Database == session.Database)
            ?? throw new InvalidOperationException($"{session.Database} owes no messages; register them with AddOutgoingMessages.");
        if (Encoding.UTF8.GetByteCount(message.Json) > ReceivedLimits.MostSentBytes)
            throw new DiracException(ErrorCode.TooLarge, $"A message for {mqUri} has more than {ReceivedLimits.MostSentBytes} bytes.", "Send less at a time.");

        var owed = new OwedMessage(MqUri.Parse(mqUri).ToString(), Guid.NewGuid().ToString("N"), message.Json, message.Headers.Count > 0 ? message.Headers.ToDictionary() : null);
        return route.EnqueueAsync(queue, session, owed, cancellationToken);
    }
}
