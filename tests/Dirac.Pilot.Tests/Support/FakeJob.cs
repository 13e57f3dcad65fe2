using System.Collections.Concurrent;
using Dirac.Model.Api;

namespace Dirac.Pilot.Tests.Support;

/// <summary>A job at the fake server and everything that was reported about it.</summary>
internal sealed class FakeJob(long id, string jdl)
{
    private readonly Lock _lock = new();
    private readonly List<Watch> _watches = [];
    private long _sequence;

    internal long Id => id;

    internal string Jdl => jdl;

    internal int Processors { get; init; } = jdl.Contains("NumberOfProcessors = 2", StringComparison.Ordinal) ? 2 : 1;

    /// <summary>The current attempt; raised by a test to make the pilot's stale.</summary>
    internal int Attempt { get; set; }

    internal List<AttemptReport> Reports { get; } = [];

    internal ConcurrentQueue<JobHeartbeat> Beats { get; } = [];

    internal List<TimedStatus> Statuses
    {
        get
        {
            lock (_lock) return [.. Reports.SelectMany(report => report.Statuses)];
        }
    }

    internal string? Parameter(string name)
    {
        lock (_lock) return Reports.Select(report => report.Parameters?.GetValueOrDefault(name)).LastOrDefault(value => value is not null);
    }

    internal Task<AttemptReport> EndAsync() => WhenAsync(report => report.Outcome is not null);

    internal Task<AttemptReport> MinorAsync(string minor) => WhenAsync(report => report.Statuses.Any(status => status.Update.MinorStatus == minor));

    internal Task<AttemptReport> ApplicationAsync(string status) => WhenAsync(report => report.Statuses.Any(one => one.Update.ApplicationStatus == status));

    internal bool Accept(AttemptReport report)
    {
        lock (_lock)
        {
            if (report.Attempt != Attempt) return false;
            if (report.Sequence <= _sequence) return true;
            _sequence = report.Sequence;
            Reports.Add(report);
            foreach (var watch in _watches.Where(watch => watch.Condition(report))) watch.Done.TrySetResult(report);
            return true;
        }
    }

    private Task<AttemptReport> WhenAsync(Func<AttemptReport, bool> condition)
    {
        lock (_lock)
        {
            if (Reports.FirstOrDefault(condition) is { } had) return Task.FromResult(had);
            var watch = new Watch(condition, new TaskCompletionSource<AttemptReport>(TaskCreationOptions.RunContinuationsAsynchronously));
            _watches.Add(watch);
            return watch.Done.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        }
    }

    private sealed record Watch(Func<AttemptReport, bool> Condition, TaskCompletionSource<AttemptReport> Done);
}
