using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Dirac.Installation;

namespace Dirac.Benchmarks.Tasks.Peers;

/// <summary>A Redis server of this benchmark alone, on loopback, that appends to its file and flushes it every second.</summary>
internal sealed class PrivateRedis : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly RunningProgram _server;
    private readonly TcpClient _client = new() { NoDelay = true };

    private PrivateRedis(RunningProgram server, int port) => (_server, Port) = (server, port);

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Starts one.</summary>
    /// <param name="directory">Where its files go.</param>
    /// <param name="clock">Ends the wait for it.</param>
    /// <param name="cancellationToken">Ends it too.</param>
    public static async Task<PrivateRedis> StartAsync(string directory, TimeProvider clock, CancellationToken cancellationToken)
    {
        var port = FreePort();
        var server = RunningProgram.Start(
            "/usr/bin/redis-server",
            ["--port", $"{port}", "--bind", "127.0.0.1", "--dir", Directory.CreateDirectory(directory).FullName, "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""],
            Path.Combine(directory, "redis.log"));
        var redis = new PrivateRedis(server, port);
        var begun = clock.GetTimestamp();
        while (!redis._client.Connected)
        {
            try
            {
                await redis._client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            }
            catch (SocketException) when (clock.GetElapsedTime(begun) < StartTime)
            {
                await Task.Delay(Glance, clock, cancellationToken);
            }
        }

        return redis;
    }

    /// <summary>How many entries a list has.</summary>
    public async Task<long> LengthAsync(string list, CancellationToken cancellationToken) =>
        long.Parse((await AskAsync($"LLEN {list}", cancellationToken)).AsSpan(1), CultureInfo.InvariantCulture);

    /// <summary>Removes everything.</summary>
    public Task ClearAsync(CancellationToken cancellationToken) => AskAsync("FLUSHALL", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    // One line there and one back is all that is needed.
    private async Task<string> AskAsync(string command, CancellationToken cancellationToken)
    {
        var stream = _client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{command}\r\n"), cancellationToken);
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, cancellationToken) == 1 && one[0] != '\n') line.Append((char)one[0]);
        return line.ToString().TrimEnd('\r');
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
