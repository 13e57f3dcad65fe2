using Microsoft.Extensions.Logging;

namespace Dirac.Pilot.Hosting;

/// <summary>Writes each event as one line to standard error: time, level, event id, message.</summary>
/// <remarks>Thread-safe. A reader that does not read can hold the pilot up no longer than the pipe's buffer lasts; batch systems write to a file.</remarks>
internal sealed class LineLogger(TimeProvider clock, LogLevel least) : ILoggerFactory
{
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Category(this);

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("There is one place for the pilot's log: standard error.");

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Write(LogLevel level, EventId eventId, string message, Exception? error)
    {
        var cause = error is null ? "" : $" ({error.GetType().Name}: {error.Message})";
        var line = $"{clock.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {level} {eventId.Id} {message}{cause}".ReplaceLineEndings(" ");
        lock (_lock) Console.Error.WriteLine(line);
    }

    private sealed class Category(LineLogger log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= log.LeastLevel;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) log.Write(logLevel, eventId, formatter(state, exception), exception);
        }
    }

    private LogLevel LeastLevel => least;
}
