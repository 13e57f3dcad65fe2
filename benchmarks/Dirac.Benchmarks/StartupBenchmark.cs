using Dirac.Client.Http;
using Dirac.Installation;

namespace Dirac.Benchmarks;

/// <summary>How soon a server answers that it is ready, on empty data and on data that are there, and the memory it holds after ten idle seconds.</summary>
internal sealed class StartupBenchmark(TimeProvider clock) : IBenchmark
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    public async Task RunAsync(string directory, BenchmarkOptions options, Figures figures, CancellationToken cancellationToken)
    {
        var fresh = new List<double>();
        var again = new List<double>();
        var memory = new List<double>();
        for (var run = 0; run < options.Runs; run++)
        {
            await using var server = new InstalledServer(Path.Combine(directory, $"server.{run}"), clock);
            fresh.Add(await StartAsync(server, cancellationToken));
            await server.StopAsync(cancellationToken);
            again.Add(await StartAsync(server, cancellationToken));
            await Task.Delay(Idle, clock, cancellationToken);
            memory.Add(ProcessUsage.Read(server.Program.Pid).ResidentMegabytes);
            await server.StopAsync(cancellationToken);
        }

        figures.Add("runs", options.Runs);
        figures.Add("server_ready_ms", Figures.Percentile(again, 50));
        figures.Add("server_ready_max_ms", again.Max());
        figures.Add("server_ready_empty_ms", Figures.Percentile(fresh, 50));
        figures.Add("server_idle_mb", Figures.Percentile(memory, 50));
    }

    private async Task<double> StartAsync(InstalledServer server, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        await server.StartAsync(cancellationToken);
        using var reply = await server.User.SendAsync(ApiRequest.Get("/api/health/ready") with { Anonymous = true }, cancellationToken);
        return clock.GetElapsedTime(started).TotalMilliseconds;
    }
}
