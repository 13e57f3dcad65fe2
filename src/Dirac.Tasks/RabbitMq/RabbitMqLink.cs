using Dirac.Persistence;
using Microsoft.Extensions.Logging;

namespace Dirac.Tasks.RabbitMq;

/// <summary>Keeps a connection to the broker without being asked, and opens another when it breaks. Its loss is logged once, and so is its return.</summary>
internal sealed partial class RabbitMqLink(RabbitMqConnections connections, RandomSource random, TimeProvider time, ILogger<RabbitMqLink> logger)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Uses one connection after the other until it is told to stop. Never throws.</summary>
    /// <typeparam name="T">What is made on a new connection.</typeparam>
    /// <param name="purpose">What the connection is for; shown in logs and by the broker.</param>
    /// <param name="open">Makes channels, queues and the like. When it throws, the connection is given up.</param>
    /// <param name="use">Uses them until the connection ends or all is to stop; its token says so.</param>
    /// <param name="stopping">Ends it.</param>
    public async Task KeepAsync<T>(
        string purpose, Func<LiveConnection, CancellationToken, Task<T>> open, Func<T, CancellationToken, Task> use, CancellationToken stopping)
    {
        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            var reason = await UseOnceAsync(purpose, open, use, Opened, stopping);
            if (stopping.IsCancellationRequested)
                return;
            if (failures++ == 0)
                LogLost(purpose, connections.Address, reason);
            await Task.Delay(Pause(failures), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        void Opened()
        {
            if (failures > 0)
                LogBack(purpose, connections.Address);
            else
                LogConnected(purpose, connections.Address);
            failures = 0;
        }
    }

    /// <summary>Why the connection, or the attempt to have one, ended.</summary>
    private async Task<string> UseOnceAsync<T>(
        string purpose, Func<LiveConnection, CancellationToken, Task<T>> open, Func<T, CancellationToken, Task> use, Action opened, CancellationToken stopping)
    {
        LiveConnection? connection = null;
        try
        {
            connection = await connections.OpenAsync(purpose, stopping);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(connection.Ended, stopping);
            var made = await open(connection, ended.Token);
            opened();
            await use(made, ended.Token);
            return connection.Reason ?? "It is not used any more.";
        }
        catch (Exception exception)
        {
            return connection?.Reason ?? exception.GetBaseException().Message;
        }
        finally
        {
            if (connection is not null)
                await connection.DisposeAsync();
        }
    }

    private TimeSpan Pause(int failures)
    {
        var longest = Math.Min(LongestPause.TotalMilliseconds, ShortestPause.TotalMilliseconds * Math.Pow(2, failures - 1));
        return TimeSpan.FromMilliseconds(longest * (0.5 + (0.5 * random.NextDouble())));
    }

    [LoggerMessage(4411, LogLevel.Warning, "The {Purpose} has no connection to RabbitMQ at {Address}; it is tried again and again: {Reason}")]
    private partial void LogLost(string purpose, string address, string reason);

    [LoggerMessage(4412, LogLevel.Information, "The {Purpose} is connected to RabbitMQ at {Address} again.")]
    private partial void LogBack(string purpose, string address);

    [LoggerMessage(4413, LogLevel.Debug, "The {Purpose} is connected to RabbitMQ at {Address}.")]
    private partial void LogConnected(string purpose, string address);
}
