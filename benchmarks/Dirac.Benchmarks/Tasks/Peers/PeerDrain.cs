using Dirac.Installation;

namespace Dirac.Benchmarks.Tasks.Peers;

/// <summary>Measures how fast a peer drains a queue that was filled before: by the slope of the queue's length between nine tenths and one tenth of it.</summary>
/// <remarks>The first tenth is the warm-up: the workers start, load and compile.</remarks>
internal sealed class PeerDrain(PrivateRedis redis, string directory, TimeProvider clock)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    /// <summary>Tasks per second.</summary>
    public async Task<double> MeasureAsync(Peer peer, CancellationToken cancellationToken)
    {
        await redis.ClearAsync(cancellationToken);
        var environment = new Dictionary<string, string> { ["REDIS_PORT"] = $"{redis.Port}", ["C_FORCE_ROOT"] = "1" };
        var (code, output) = await Command.RunAsync([.. peer.Fill, $"{peer.Count}"], environment, cancellationToken);
        if (code != 0) throw new InvalidOperationException($"{peer.Name} did not fill its queue: {output}");

        var log = Path.Combine(directory, $"{peer.Name}.log");
        List<RunningProgram> workers = [.. peer.Workers.Select(words => RunningProgram.Start(words[0], [.. words.Skip(1)], log, environment: environment))];
        try
        {
            var (much, from) = await WaitAsync(peer, peer.Count * 9 / 10, log, cancellationToken);
            var (little, until) = await WaitAsync(peer, peer.Count / 10, log, cancellationToken);
            return (much - little) / clock.GetElapsedTime(from, until).TotalSeconds;
        }
        finally
        {
            foreach (var worker in workers) await worker.DisposeAsync();
        }
    }

    private async Task<(long Length, long At)> WaitAsync(Peer peer, int length, string log, CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        while (true)
        {
            var now = await redis.LengthAsync(peer.List, cancellationToken);
            if (now <= length) return (now, clock.GetTimestamp());
            if (clock.GetElapsedTime(begun) > Longest) throw new InvalidOperationException($"{peer.Name} does not work: {await File.ReadAllTextAsync(log, cancellationToken)}");
            await Task.Delay(Glance, clock, cancellationToken);
        }
    }
}
