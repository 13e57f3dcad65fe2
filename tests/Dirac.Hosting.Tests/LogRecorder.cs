using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Dirac.Hosting.Tests;

/// <summary>Keeps what was logged and tells when something particular is.</summary>
internal sealed class LogRecorder : ILoggerProvider, ILogger
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _awaited = [];

    public ConcurrentQueue<(int Id, LogLevel Level, string Text)> Entries { get; } = [];

    /// <summary>Completes when event <paramref name="eventId"/> has been logged; gives up after 30 seconds.</summary>
    public async Task SeenAsync(int eventId, CancellationToken cancellationToken)
    {
        try
        {
            await Awaited(eventId).Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Event {eventId} was not logged; these were: {string.Join("; ", Entries.Select(entry => $"{entry.Id} {entry.Text}"))}");
        }
    }

    public int Count(int eventId) => Entries.Count(entry => entry.Id == eventId);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Entries.Enqueue((eventId.Id, logLevel, formatter(state, exception)));
        Awaited(eventId.Id).TrySetResult();
    }

    public void Dispose()
    {
    }

    private TaskCompletionSource Awaited(int eventId) =>
        _awaited.GetOrAdd(eventId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
