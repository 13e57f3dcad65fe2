using System.Globalization;
using Dirac.Wire.Stomp;

namespace Dirac.Hosting.MessageQueues.Brokers;

/// <summary>What brokers agree on, and what not, in headers of STOMP. Pure.</summary>
internal static class StompHeaders
{
    // Headers that mean something to a broker are not for senders to set.
    private static readonly string[] Reserved = ["destination", "receipt", "content-length", "persistent", "transaction", "content-type", BrokerMessage.IdHeader, "amqp-message-id"];

    /// <summary>RabbitMQ delivers a refused message again, at once and for ever, unless it is told not to.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Refusal { get; } = [new("requeue", "false")];

    public static string Destination(MqUri uri) => $"/{(uri.Kind == MqKind.Topic ? "topic" : "queue")}/{uri.Name}";

    public static StompSubscription Subscription(BrokerSubscription subscription, string id)
    {
        var prefetch = subscription.Prefetch.ToString(CultureInfo.InvariantCulture);
        var headers = new List<KeyValuePair<string, string>> { new("activemq.prefetchSize", prefetch), new("prefetch-count", prefetch) };
        if (subscription.Name.Length > 0)
        {
            headers.Add(new("activemq.subscriptionName", subscription.Name));
            headers.Add(new("durable", "true"));
            headers.Add(new("auto-delete", "false"));
        }

        // RabbitMQ knows a kept subscription by its id.
        return new StompSubscription(subscription.Name.Length > 0 ? subscription.Name : id, Destination(subscription.Source)) { Headers = headers };
    }

    public static IEnumerable<KeyValuePair<string, string>> Of(BrokerMessage message, bool isPersistent) =>
    [
        new("content-type", "application/json"),
        new(BrokerMessage.IdHeader, message.Id),
        new("amqp-message-id", message.Id),
        new("persistent", isPersistent ? "true" : "false"),
        .. message.Headers.Where(header => !Reserved.Contains(header.Key, StringComparer.OrdinalIgnoreCase)),
    ];

    /// <summary>What a message is known by however often it is delivered. RabbitMQ names each delivery anew, and says only what its sender called the message.</summary>
    public static string? StayingId(IReadOnlyDictionary<string, string> headers, string server)
    {
        if (headers.GetValueOrDefault(BrokerMessage.IdHeader) is { Length: > 0 } ours) return ours;
        if (headers.GetValueOrDefault("amqp-message-id") is { Length: > 0 } senders) return senders;
        return server.StartsWith("RabbitMQ", StringComparison.OrdinalIgnoreCase) ? null : headers.GetValueOrDefault("message-id") is { Length: > 0 } brokers ? brokers : null;
    }
}
