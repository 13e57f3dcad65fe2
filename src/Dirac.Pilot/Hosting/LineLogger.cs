using Microsoft.Extensions.Logging;

namespace Dirac.Pilot.Hosting;

/// <summary>Writes each event as one line to standard error: time, level, event id, message.</summary>
/// <param name="clock">Tells the time.</param>
/// <param name="least">Lower levels are left out.</param>
/// <param name="also">Gets each line too; must not wait.</param>
/// <remarks>Thread-safe. A reader that does not read can hold the pilot up no longer than the pipe's buffer lasts; batch systems write to a file.</remarks>
internal sealed class LineLogger(TimeProvider clock, LogLevel least, Action<string> also) : ILoggerFactory
{
    private readonly Lock _lock = new();
    private int _unwritten;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Category(this);

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The places of the pilot's log are fixed.");

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Write(LogLevel level, EventId eventId, string message, Exception? error)
    {
        var cause = error is null ? "" : $" ({error.GetType().Name}: {error.Message})";
        var line = $"{clock.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {level} {eventId.Id} {message}{cause}".ReplaceLineEndings(" ");
        lock (_lock)
        {
            Print(line);
            also(line);
        }
    }

    // A full disk must not end the pilot: its jobs go on, and the server gets the lines all the same.
    private void Print(string line)
    {
        try
        {
            Console.Error.WriteLine(_unwritten == 0 ? line : $"{line} ({_unwritten} lines before this one could not be written here)");
            _unwritten = 0;
        }
        catch (IOException)
        {
            _unwritten++;
        }
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
