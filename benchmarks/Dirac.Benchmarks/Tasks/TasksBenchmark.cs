using Dirac.Tasks;

namespace Dirac.Benchmarks.Tasks;

/// <summary>Tasks that do nothing: how many a second are enqueued, and then claimed, handed to their handler and settled.</summary>
/// <remarks>
/// The queue is filled before anybody works on it. Draining counts from the start of the workers until no row is left, so the last commit is in it.
/// Attempts are counted and leases kept as always. With <c>--failing</c> some fail in their first attempt: each comes again, alone, with its error on record.
/// </remarks>
internal sealed class TasksBenchmark(TimeProvider clock) : IBenchmark
{
    private const int Usual = 100_000;
    private const int WarmUp = 20_000;
    private const int Transaction = 1_000;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(5);

    private int _left;
    private int _failed;
    private int _percent;

    public async Task RunAsync(string directory, BenchmarkOptions options, Figures figures, CancellationToken cancellationToken)
    {
        var count = options.Count ?? Usual;
        _percent = options.Failing;
        await MeasureAsync(Path.Combine(directory, "warm-up"), WarmUp, options, cancellationToken);
        var (enqueue, drain) = await MeasureAsync(Path.Combine(directory, "tasks"), count, options, cancellationToken);

        figures.Add("count", count);
        figures.Add("claim_batch", options.TaskBatch);
        BrokerFigures.AddTo(figures, options);
        figures.Add("failed_attempts", _failed);
        figures.Add("enqueue_per_s", Math.Round(count / enqueue.TotalSeconds));
        figures.Add("drain_per_s", Math.Round(count / drain.TotalSeconds));
    }

    private async Task<(TimeSpan Enqueue, TimeSpan Drain)> MeasureAsync(string directory, int count, BenchmarkOptions options, CancellationToken cancellationToken)
    {
        await using var system = await TaskSystem.CreateAsync(
            Directory.CreateDirectory(directory).FullName,
            options.TaskBatch,
            new PingListener { Handle = Handle },
            cancellationToken,
            brokers: brokers => (brokers.Doorbell, brokers.Transport) = (options.Doorbell, options.Transport));
        (_left, _failed) = (count, 0);
        var started = clock.GetTimestamp();
        foreach (var numbers in Enumerable.Range(0, count).Chunk(Transaction)) await system.EnqueueAsync(numbers, cancellationToken);
        var enqueue = clock.GetElapsedTime(started);

        started = clock.GetTimestamp();
        await system.StartAsync(cancellationToken);
        while (Volatile.Read(ref _left) > 0 || await system.CountAsync(cancellationToken) > 0) await Task.Delay(Glance, clock, cancellationToken);
        return (enqueue, clock.GetElapsedTime(started));
    }

    private TaskOutcome[] Handle(IReadOnlyList<ClaimedTask<Ping>> batch)
    {
        var outcomes = new TaskOutcome[batch.Count];
        for (var index = 0; index < outcomes.Length; index++)
        {
            var fails = batch[index] is { Attempt: 1, Message.Number: var number } && number % 100 < _percent;
            outcomes[index] = fails ? new TaskOutcome.Failed("The first attempt of this one fails.") : TaskOutcome.Done;
            Interlocked.Add(ref _failed, fails ? 1 : 0);
            Interlocked.Add(ref _left, fails ? 0 : -1);
        }

        return outcomes;
    }
}
