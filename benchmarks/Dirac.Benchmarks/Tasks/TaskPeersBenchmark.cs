using Dirac.Benchmarks.Tasks.Peers;
using Dirac.Tasks;
using Dirac.Tasks.Transports;

namespace Dirac.Benchmarks.Tasks;

/// <summary>The same work, tasks of 300 bytes that do nothing, by other task systems and by ours, in turns so that a machine that changes its pace hits all alike.</summary>
/// <remarks>
/// 50 handlers at once where they can be had, one claim or message for each, a record kept of every task that is done. The figures are the medians of the
/// rounds. A queue is filled before anybody works on it; the first and the last tenth do not count.
/// </remarks>
internal sealed class TaskPeersBenchmark(TimeProvider clock) : IBenchmark
{
    private const int Usual = 30_000;
    private const int Transaction = 1_000;
    private const int Handlers = 50;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(5);

    public async Task RunAsync(string directory, BenchmarkOptions options, Figures figures, CancellationToken cancellationToken)
    {
        var peers = await PeerTools.FindAsync(directory, cancellationToken);
        var count = options.Count ?? Usual;
        var rates = new Dictionary<string, List<double>>();
        for (var round = 0; round < options.Runs; round++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(directory, $"round{round}")).FullName;
            await using var redis = await PrivateRedis.StartAsync(Path.Combine(folder, "redis"), clock, cancellationToken);
            Note(rates, "ours_per_s", await MeasureOursAsync(Path.Combine(folder, "ours"), count, Over(redis), cancellationToken));
            Note(rates, "ours_sqlite_full_per_s", await MeasureOursAsync(Path.Combine(folder, "sqlite"), count, brokers: null, cancellationToken));
            foreach (var peer in peers) Note(rates, $"{peer.Name}_per_s", await new PeerDrain(redis, folder, clock).MeasureAsync(peer, cancellationToken));
        }

        figures.Add("count", count);
        figures.Add("rounds", options.Runs);
        foreach (var peer in peers) figures.Add($"{peer.Name}_version", peer.Version);
        foreach (var (key, values) in rates) figures.Add(key, Math.Round(Figures.Percentile(values, 50)));
        foreach (var (key, values) in rates) figures.Add($"{key}_range", $"{values.Min():F0}..{values.Max():F0}");
    }

    private static Action<BrokerOptions> Over(PrivateRedis redis) => brokers => (brokers.Transport, brokers.Redis) = (TransportKind.Redis, $"127.0.0.1:{redis.Port}");

    private async Task<double> MeasureOursAsync(string directory, int count, Action<BrokerOptions>? brokers, CancellationToken cancellationToken)
    {
        var (handled, times) = (0, new long[count]);
        var listener = new PingListener { Handle = Handle };
        await using var system = await TaskSystem.CreateAsync(
            Directory.CreateDirectory(directory).FullName, batchSize: 1, listener, cancellationToken, options => options.Small.Fix(Handlers), brokers);
        foreach (var numbers in Enumerable.Range(0, count).Chunk(Transaction)) await system.EnqueueAsync(numbers, cancellationToken);
        await system.StartAsync(cancellationToken);
        while (Volatile.Read(ref handled) < count || await system.CountAsync(cancellationToken) > 0) await Task.Delay(Glance, clock, cancellationToken);

        Array.Sort(times);
        return (count * 8 / 10) / clock.GetElapsedTime(times[count / 10], times[count * 9 / 10]).TotalSeconds;

        TaskOutcome[] Handle(IReadOnlyList<ClaimedTask<Ping>> batch)
        {
            times[Interlocked.Increment(ref handled) - 1] = clock.GetTimestamp();
            return [TaskOutcome.Done];
        }
    }

    private static void Note(Dictionary<string, List<double>> rates, string key, double value)
    {
        if (!rates.TryGetValue(key, out var values)) rates[key] = values = [];
        values.Add(value);
    }
}
