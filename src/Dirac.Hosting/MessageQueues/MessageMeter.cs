using System.Diagnostics.Metrics;

namespace Dirac.Hosting.MessageQueues;

/// <summary>The numbers of what this process does with other programs' queues and topics.</summary>
internal static class MessageMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Dirac.MessageQueues";

    private const string Unit = "{message}";
    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> TakenMessages = Meter.CreateCounter<long>("dirac.messages.taken", Unit, "Messages that were received and committed; those known already and unreadable ones among them.");
    private static readonly Counter<long> UnreadableMessages = Meter.CreateCounter<long>("dirac.messages.unreadable", Unit, "Messages of which no task could be made.");
    private static readonly Counter<long> SentMessages = Meter.CreateCounter<long>("dirac.messages.sent", Unit, "Messages that a broker has confirmed.");
    private static readonly Counter<long> UnsentMessages = Meter.CreateCounter<long>("dirac.messages.unsent", Unit, "Tries to send a message to a broker that was away; the message waits.");

    /// <summary>Messages are the system's own now.</summary>
    public static void Taken(string trigger, int count) => TakenMessages.Add(count, new KeyValuePair<string, object?>("trigger", trigger));

    /// <summary>A message cannot be read, or no task can be made of it.</summary>
    public static void Unreadable(string trigger, int count) => UnreadableMessages.Add(count, new KeyValuePair<string, object?>("trigger", trigger));

    /// <summary>A broker has confirmed messages.</summary>
    public static void Sent(string destination, int count) => SentMessages.Add(count, new KeyValuePair<string, object?>("destination", destination));

    /// <summary>A broker is away.</summary>
    public static void Unsent(string destination, int count) => UnsentMessages.Add(count, new KeyValuePair<string, object?>("destination", destination));
}
