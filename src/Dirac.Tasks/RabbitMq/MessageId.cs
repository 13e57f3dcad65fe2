using System.Globalization;

namespace Dirac.Tasks.RabbitMq;

/// <summary>Names of messages that no other message has, so that a reader knows one again.</summary>
internal static class MessageId
{
    private static readonly string Process = Guid.NewGuid().ToString("N")[..16];
    private static long _made;

    public static string Next() => string.Create(CultureInfo.InvariantCulture, $"{Process}-{Interlocked.Increment(ref _made)}");
}
