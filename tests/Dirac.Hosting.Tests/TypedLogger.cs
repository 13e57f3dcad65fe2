using Microsoft.Extensions.Logging;

namespace Dirac.Hosting.Tests;

/// <summary>A recorder as the logger of one class.</summary>
internal sealed class TypedLogger<T>(LogRecorder recorder) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        recorder.Log(logLevel, eventId, state, exception, formatter);
}
