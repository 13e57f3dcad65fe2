using Dirac.Tasks;
using Dirac.Tasks.Doorbells;
using Dirac.Tasks.Transports;

namespace Dirac.Benchmarks.Tasks;

/// <summary>One task at a time on an idle system: how long from the moment it should have been enqueued until its handler's first line.</summary>
/// <remarks>Tasks come 5 to 25 ms apart whatever became of the one before, so a stall is charged to every task that it delays.</remarks>
internal sealed class TaskLatencyBenchmark(TimeProvider clock) : IBenchmark
{
    private const int Usual = 1_000;
    private const int WarmUp = 200;
    private const int ShortestGap = 5;
    private const int LongestGap = 25;
    private const int Seed = 20_261_128;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(25);

    public async Task RunAsync(string directory, BenchmarkOptions options, Figures figures, CancellationToken cancellationToken)
    {
        var count = options.Count ?? Usual;
        var begun = new long[WarmUp + count];
        var listener = new PingListener { Handle = batch => Note(batch, begun) };
        await using var system = await TaskSystem.CreateAsync(directory, options.TaskBatch, listener, cancellationToken, brokers: Choose);
        // As a second process would be: its own connections, and nothing in memory to ring.
        await using var apart = options.Doorbell == DoorbellKind.InProcess ? null : await TaskSystem.CreateAsync(directory, options.TaskBatch, listener, cancellationToken, brokers: Choose);
        await system.StartAsync(cancellationToken);
        var intended = await SendAsync(apart ?? system, begun.Length, cancellationToken);
        while (begun.Any(time => time == 0)) await Task.Delay(Glance, clock, cancellationToken);

        double[] waits = [.. begun.Zip(intended, (end, start) => clock.GetElapsedTime(start, end).TotalMilliseconds).Skip(WarmUp)];
        figures.Add("count", count);
        BrokerFigures.AddTo(figures, options);
        figures.Add("p50_ms", Figures.Percentile(waits, 50));
        figures.Add("p99_ms", Figures.Percentile(waits, 99));
        figures.Add("max_ms", waits.Max());

        void Choose(BrokerOptions brokers) => (brokers.Doorbell, brokers.Transport) = (options.Doorbell, options.Transport);
    }

    /// <summary>Sends them when they are due, or at once when that is past; the moments at which they were due.</summary>
    private async Task<long[]> SendAsync(TaskSystem system, int count, CancellationToken cancellationToken)
    {
        var random = new Random(Seed);
        var intended = new long[count];
        var due = clock.GetTimestamp();
        for (var number = 0; number < count; number++)
        {
            due += clock.TimestampFrequency * random.Next(ShortestGap, LongestGap + 1) / 1_000;
            if (due > clock.GetTimestamp()) await WaitAsync(due, cancellationToken);
            intended[number] = due;
            await system.EnqueueAsync([number], cancellationToken);
        }

        return intended;
    }

    // A timer that is late is charged to the queue too: nobody can tell it from a stall.
    private async Task WaitAsync(long due, CancellationToken cancellationToken)
    {
        var wait = clock.GetElapsedTime(clock.GetTimestamp(), due);
        if (wait > TimeSpan.Zero) await Task.Delay(wait, clock, cancellationToken);
    }

    private IReadOnlyList<TaskOutcome> Note(IReadOnlyList<ClaimedTask<Ping>> batch, long[] begun)
    {
        var now = clock.GetTimestamp();
        foreach (var task in batch) begun[task.Message.Number] = now;
        return [.. batch.Select(_ => TaskOutcome.Done)];
    }
}
