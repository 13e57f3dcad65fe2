using Dirac.Client.Jobs;
using Dirac.Client.Rpc;
using Dirac.Installation;
using Dirac.Model.Configuration;
using Dirac.Security.GridTls;

namespace Dirac.Benchmarks.Rpc;

/// <summary>Calls of a legacy service by a user with a proxy of a proxy: over dips with a connection for each, or over https on kept connections.</summary>
internal sealed class RpcBenchmark(TimeProvider clock) : IBenchmark
{
    private const int Clients = 4;
    private const int IdleConnections = 2000;
    private const int ManyJobs = 1000;
    private const int AdjacentJobs = 100;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(8);

    public async Task RunAsync(string directory, BenchmarkOptions options, Figures figures, CancellationToken cancellationToken)
    {
        var grid = await BenchGrid.CreateAsync(Path.Combine(directory, "grid"), clock, cancellationToken);
        figures.Add("protocol", options.Protocol);
        figures.Add("clients", Clients);
        figures.Add("warm_up_s", WarmUp.TotalSeconds);
        figures.Add("measured_s", Measured.TotalSeconds);
        if (options.Protocol == "https")
        {
            await KeptAsync(grid, figures, cancellationToken);
            return;
        }

        await ConnectAsync(grid, remembersChains: true, "", figures, cancellationToken);
        await ConnectAsync(grid, remembersChains: false, "uncached_", figures, cancellationToken);
    }

    private async Task ConnectAsync(BenchGrid grid, bool remembersChains, string prefix, Figures figures, CancellationToken cancellationToken)
    {
        await using var server = grid.CreateServer($"{prefix}dips", remembersChains);
        await server.StartAsync(cancellationToken);
        using var client = new RpcClient(Identity(grid), new RpcClientOptions { Configuration = () => CfgSection.Empty }, clock, new Random(1));
        var url = $"dips://localhost:{grid.DipsPort}/WorkloadManagement/JobMonitoring";
        async Task CallAsync(int worker, CancellationToken token)
        {
            var reply = await client.CallAsync(url, "ping", [], token);
            if (!reply.IsOk) throw new InvalidOperationException(reply.Message);
        }

        await RepeatAsync(Clients, WarmUp, CallAsync, cancellationToken);
        var many = await MeasureAsync(server, Clients, CallAsync, cancellationToken);
        var lone = await MeasureAsync(server, 1, CallAsync, cancellationToken);
        figures.Add($"{prefix}calls_per_s", many.PerSecond);
        figures.Add($"{prefix}server_cpu_ms_per_call", many.CpuMilliseconds);
        figures.Add($"{prefix}server_bytes_per_handshake", many.BytesPerCall);
        figures.Add($"{prefix}lone_p50_ms", Figures.Percentile(lone.Milliseconds, 50));
        figures.Add($"{prefix}lone_server_cpu_ms_per_call", lone.CpuMilliseconds);
    }

    private async Task KeptAsync(BenchGrid grid, Figures figures, CancellationToken cancellationToken)
    {
        await using var server = grid.CreateServer("https", remembersChains: true);
        await server.StartAsync(cancellationToken);
        var jobs = await new JobClient(server.User).SubmitAsync([$"[ Executable = \"/bin/true\"; Arguments = \"%s\"; Parameters = {ManyJobs}; ]"], cancellationToken);
        var first = jobs.Min(job => job.JobID);
        var tls = Identity(grid).Tls!;
        var connections = new List<HttpsConnection>();
        try
        {
            for (var i = 0; i < Clients; i++) connections.Add(await HttpsConnection.OpenAsync(grid.HttpsPort, tls, cancellationToken));
            var ping = await KeptAsync(server, connections, _ => HttpsConnection.Request("ping", "[]"), cancellationToken);
            var status = await KeptAsync(server, connections, i => HttpsConnection.Request("getJobsStatus", $"[[{string.Join(",", Enumerable.Range(0, AdjacentJobs).Select(n => first + (i * AdjacentJobs) + n))}]]"), cancellationToken);
            figures.Add("ping_per_s", ping.PerSecond);
            figures.Add("ping_p50_ms", Figures.Percentile(ping.Milliseconds, 50));
            figures.Add("ping_server_cpu_ms", ping.CpuMilliseconds);
            figures.Add("ping_server_bytes", ping.BytesPerCall);
            figures.Add("calls_per_s", status.PerSecond);
            figures.Add("calls_p50_ms", Figures.Percentile(status.Milliseconds, 50));
            figures.Add("calls_server_cpu_ms", status.CpuMilliseconds);
            figures.Add("calls_server_bytes", status.BytesPerCall);
            await IdleAsync(server, grid, tls, connections, figures, cancellationToken);
        }
        finally
        {
            foreach (var connection in connections) await connection.DisposeAsync();
        }
    }

    private static async Task IdleAsync(
        InstalledServer server, BenchGrid grid, GridTlsClientContext tls, List<HttpsConnection> connections, Figures figures, CancellationToken cancellationToken)
    {
        var before = ProcessUsage.Read(server.Program.Pid).ResidentMegabytes;
        var ping = HttpsConnection.Request("ping", "[]");
        for (var i = 0; i < IdleConnections; i++)
        {
            var connection = await HttpsConnection.OpenAsync(grid.HttpsPort, tls, cancellationToken);
            connections.Add(connection);
            await connection.CallAsync(ping, cancellationToken);
        }

        figures.Add("idle_connections", IdleConnections);
        figures.Add("idle_mb", ProcessUsage.Read(server.Program.Pid).ResidentMegabytes - before);
    }

    private async Task<Rate> KeptAsync(InstalledServer server, List<HttpsConnection> connections, Func<int, byte[]> request, CancellationToken cancellationToken)
    {
        var requests = Enumerable.Range(0, Clients).Select(request).ToArray();
        Task CallAsync(int worker, CancellationToken token) => connections[worker].CallAsync(requests[worker], token);
        await RepeatAsync(Clients, WarmUp, CallAsync, cancellationToken);
        return await MeasureAsync(server, Clients, CallAsync, cancellationToken);
    }

    private async Task<Rate> MeasureAsync(InstalledServer server, int clients, Func<int, CancellationToken, Task> call, CancellationToken cancellationToken)
    {
        var bytes = await ServerMemory.AllocatedAsync(server, cancellationToken);
        var cpu = ProcessUsage.Read(server.Program.Pid).Cpu;
        var started = clock.GetTimestamp();
        var times = await RepeatAsync(clients, Measured, call, cancellationToken);
        var elapsed = clock.GetElapsedTime(started);
        var used = ProcessUsage.Read(server.Program.Pid).Cpu - cpu;
        var allocated = await ServerMemory.AllocatedAsync(server, cancellationToken) - bytes;
        return new Rate(times, times.Count / elapsed.TotalSeconds, used.TotalMilliseconds / times.Count, (double)allocated / times.Count);
    }

    private async Task<List<double>> RepeatAsync(int clients, TimeSpan during, Func<int, CancellationToken, Task> call, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, clients).Select(worker => Task.Run(
            async () =>
            {
                var own = new List<double>();
                while (clock.GetElapsedTime(started) < during)
                {
                    var begin = clock.GetTimestamp();
                    await call(worker, cancellationToken);
                    own.Add(clock.GetElapsedTime(begin).TotalMilliseconds);
                }

                return own;
            },
            cancellationToken)));
        return [.. times.SelectMany(own => own)];
    }

    private RpcIdentity Identity(BenchGrid grid) => GridIdentities.OfProxy(grid.SecondLevelProxy, name => name == "X509_CERT_DIR" ? grid.Authorities : null, clock);

    private sealed record Rate(List<double> Milliseconds, double PerSecond, double CpuMilliseconds, double BytesPerCall);
}
