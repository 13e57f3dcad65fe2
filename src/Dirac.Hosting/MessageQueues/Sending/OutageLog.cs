using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Dirac.Hosting.MessageQueues.Sending;

/// <summary>Says once that messages wait for a destination, and once that they go out again. Thread-safe.</summary>
internal sealed partial class OutageLog(ILogger<OutageLog> logger)
{
    private readonly ConcurrentDictionary<string, bool> _away = new(StringComparer.Ordinal);

    public void Begun(string mqUri, string problem)
    {
        if (_away.TryAdd(mqUri, true)) LogAway(mqUri, problem);
    }

    public void Over(string mqUri)
    {
        if (_away.TryRemove(mqUri, out _)) LogBack(mqUri);
    }

    [LoggerMessage(4521, LogLevel.Warning, "Messages for {Destination} wait in the database until the broker is back: {Problem}")]
    private partial void LogAway(string destination, string problem);

    [LoggerMessage(4522, LogLevel.Information, "Messages for {Destination} go out again")]
    private partial void LogBack(string destination);
}
