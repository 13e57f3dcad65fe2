using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Dirac.Client.Http;
using Microsoft.Extensions.Logging;

namespace Dirac.Pilot.Relays;

/// <summary>Takes connections that show the key and hands each to the target, as long as it may be there.</summary>
internal sealed partial class Relay : IDisposable
{
    private static readonly TimeSpan PauseAfterTrouble = TimeSpan.FromSeconds(1);

    private readonly RelayOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Socket _listener;
    private readonly byte[] _greeting;
    private readonly RelayLoad _load;
    private int _strangers;

    /// <summary>Takes over a socket that listens.</summary>
    /// <param name="options">Limits and target.</param>
    /// <param name="load">Counts connections.</param>
    /// <param name="listener">Listens; the relay disposes it.</param>
    /// <param name="key">What connections must say first.</param>
    /// <param name="clock">Measures patience.</param>
    /// <param name="logger">Where trouble is told.</param>
    internal Relay(RelayOptions options, RelayLoad load, Socket listener, string key, TimeProvider clock, ILogger logger)
    {
        (_options, _load, _listener, _clock, _logger) = (options, load, listener, clock, logger);
        _greeting = Encoding.ASCII.GetBytes(key + "\n");
    }

    /// <summary>A key nobody can guess.</summary>
    internal static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RelayAddress.KeyLength / 2));

    /// <summary>Works until it is cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                // Each connection ends by itself, at the latest when the relay does.
                _ = ServeAsync(await _listener.AcceptAsync(cancellationToken).ConfigureAwait(false), cancellationToken);
            }
            catch (SocketException error)
            {
                LogTrouble(error.SocketErrorCode);
                await PauseAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(Socket client, CancellationToken cancellationToken)
    {
        using (client)
        {
            try
            {
                if (await IsKnownAsync(client, cancellationToken).ConfigureAwait(false)) await HandOnAsync(client, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException)
            {
                LogEnded(error.Message);
            }
        }
    }

    private async Task<bool> IsKnownAsync(Socket client, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _strangers) > _options.MostStrangers)
        {
            Interlocked.Decrement(ref _strangers);
            return false;
        }

        using var late = new CancellationTokenSource(_options.Patience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            var heard = new byte[_greeting.Length];
            for (var count = 0; count < heard.Length;)
            {
                var more = await client.ReceiveAsync(heard.AsMemory(count), either.Token).ConfigureAwait(false);
                if (more == 0) return false;
                count += more;
            }

            return CryptographicOperations.FixedTimeEquals(heard, _greeting);
        }
        finally
        {
            Interlocked.Decrement(ref _strangers);
        }
    }

    private async Task HandOnAsync(Socket client, CancellationToken cancellationToken)
    {
        if (!_load.TryEnter()) return;
        try
        {
            client.NoDelay = true;
            NoticeVanished(client);
            using var target = await _options.Target.ConnectAsync(cancellationToken).ConfigureAwait(false);
            await SocketPipe.RunAsync(client, target, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _load.Leave();
        }
    }

    // A node that loses its power says no goodbye.
    private static void NoticeVanished(Socket client)
    {
        client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        client.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 60);
        client.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 20);
        client.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
    }

    private Task PauseAsync(CancellationToken cancellationToken) =>
        Task.Delay(PauseAfterTrouble, _clock, cancellationToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    [LoggerMessage(12_500, LogLevel.Warning, "No connection can be taken now: {Error}")]
    private partial void LogTrouble(SocketError error);

    [LoggerMessage(12_501, LogLevel.Debug, "A connection ended: {Reason}")]
    private partial void LogEnded(string reason);
}
