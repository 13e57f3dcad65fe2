using Dirac.Model.Errors;

namespace Dirac.Hosting.MessageQueues;

/// <summary>A queue or topic in DIRAC's form, such as <c>mardirac3.in2p3.fr::Queues::TestQueue</c>.</summary>
/// <param name="Service">The section of <c>/Resources/MQServices</c>.</param>
/// <param name="Kind">Whether it is a queue or a topic.</param>
/// <param name="Name">Its name at the broker, and its section.</param>
public sealed record MqUri(string Service, MqKind Kind, string Name)
{
    private const string Form = "Write it as SERVICE::Queues::NAME or SERVICE::Topics::NAME, with a service of /Resources/MQServices.";

    /// <summary>Where its options are, below <c>/Resources/MQServices</c>.</summary>
    public string Section => $"{Service}/{(Kind == MqKind.Topic ? "Topics" : "Queues")}/{Name}";

    /// <summary>Reads it. As in DIRAC, <c>Queue</c> and <c>Topic</c> do as well.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="DiracException">BadConfiguration: it is none.</exception>
    public static MqUri Parse(string text)
    {
        string[] parts = text.Split("::", StringSplitOptions.TrimEntries);
        if (parts is not [{ Length: > 0 } service, var kind, { Length: > 0 } name] || service.Contains('/', StringComparison.Ordinal))
            throw new DiracException(ErrorCode.BadConfiguration, $"'{text}' names no message queue.", Form);

        return kind.ToUpperInvariant() switch
        {
            "QUEUE" or "QUEUES" => new MqUri(service, MqKind.Queue, name),
            "TOPIC" or "TOPICS" => new MqUri(service, MqKind.Topic, name),
            _ => throw new DiracException(ErrorCode.BadConfiguration, $"'{text}' names neither a queue nor a topic.", Form),
        };
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => $"{Service}::{(Kind == MqKind.Topic ? "Topics" : "Queues")}::{Name}";
}
