using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Dirac.Tasks.Tests;

/// <summary>Keeps what was logged and tells when something particular is.</summary>
internal sealed class LogRecorder : ILoggerProvider, ILogger
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<int, SemaphoreSlim> _seen = [];

    public ConcurrentQueue<(int Id, string Text)> Entries { get; } = [];

    /// <summary>Completes once for each time that event <paramref name="eventId"/> has been logged.</summary>
    public async Task SeenAsync(int eventId)
    {
        if (!await Seen(eventId).WaitAsync(LongestWait, TestContext.Current.CancellationToken))
            Assert.Fail($"Event {eventId} was not logged; these were: {string.Join("; ", Entries.Select(entry => $"{entry.Id} {entry.Text}"))}");
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Entries.Enqueue((eventId.Id, $"{formatter(state, exception)} {exception}"));
        Seen(eventId.Id).Release();
    }

    public void Dispose()
    {
    }

    private SemaphoreSlim Seen(int eventId) => _seen.GetOrAdd(eventId, _ => new SemaphoreSlim(0));
}
