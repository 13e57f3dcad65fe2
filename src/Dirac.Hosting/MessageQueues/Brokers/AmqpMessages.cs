using System.Globalization;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Dirac.Hosting.MessageQueues.Brokers;

/// <summary>Messages as AMQP has them. Pure.</summary>
internal static class AmqpMessages
{
    /// <summary>The exchange of topics.</summary>
    public const string TopicExchange = "amq.topic";

    public static BasicProperties Properties(BrokerMessage message, bool isPersistent) => new()
    {
        ContentType = "application/json",
        MessageId = message.Id,
        DeliveryMode = isPersistent ? DeliveryModes.Persistent : DeliveryModes.Transient,
        Headers = new Dictionary<string, object?>(message.Headers.Select(header => new KeyValuePair<string, object?>(header.Key, header.Value))) { [BrokerMessage.IdHeader] = message.Id },
    };

    public static Delivery Read(MqUri source, BasicDeliverEventArgs delivery)
    {
        // The client uses its buffer again.
        var isLarge = delivery.Body.Length > ReceivedLimits.MostBytes;
        var body = delivery.Body[..(isLarge ? ReceivedLimits.KeptBytes : delivery.Body.Length)].ToArray();
        var headers = Headers(delivery);
        var id = headers.GetValueOrDefault(BrokerMessage.IdHeader) is { Length: > 0 } ours ? ours : delivery.BasicProperties.MessageId is { Length: > 0 } given ? given : null;
        return new Delivery(new ReceivedMessage(source, body, headers) { Id = id, IsCutOff = isLarge }, delivery.DeliveryTag);
    }

    private static Dictionary<string, string> Headers(BasicDeliverEventArgs delivery)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in delivery.BasicProperties.Headers ?? new Dictionary<string, object?>())
            headers[name] = value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        if (delivery.BasicProperties.ContentType is { Length: > 0 } type) headers.TryAdd("content-type", type);
        if (delivery.BasicProperties.MessageId is { Length: > 0 } id) headers.TryAdd("message-id", id);
        headers.TryAdd("redelivered", delivery.Redelivered ? "true" : "false");
        return headers;
    }
}
