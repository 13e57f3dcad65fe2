using System.Net.Sockets;
using Dirac.Client.Letters;
using Microsoft.Extensions.Logging;

namespace Dirac.Pilot.Relays;

/// <summary>The door for nodes that share a directory with this machine, and nothing else.</summary>
internal sealed partial class FilesDoor : IRelayDoor
{
    private readonly RelayOptions _options;
    private readonly RelayLoad _load;
    private readonly FileStream _lock;
    private readonly LetterDesk _desk;
    private readonly ILogger _logger;

    private FilesDoor(RelayOptions options, RelayLoad load, FileStream only, LetterDesk desk, ILogger logger) =>
        (_options, _load, _lock, _desk, _logger) = (options, load, only, desk, logger);

    /// <inheritdoc/>
    public string Address => _options.Files!;

    /// <summary>Takes the directory.</summary>
    /// <param name="options">Which, and where traffic goes.</param>
    /// <param name="load">Counts connections.</param>
    /// <param name="clock">Measures how long others are silent.</param>
    /// <param name="logger">Where ends are told.</param>
    /// <returns>Null when a relay of this machine has it.</returns>
    /// <exception cref="UnauthorizedAccessException">It is another user's.</exception>
    /// <exception cref="IOException">It cannot be made.</exception>
    internal static FilesDoor? TryOpen(RelayOptions options, RelayLoad load, TimeProvider clock, ILogger logger)
    {
        if (RelayLock.TryTake(options.Files!) is not { } only) return null;
        try
        {
            return new FilesDoor(options, load, only, LetterDesk.Open(options.Files!, options.Letters, clock), logger);
        }
        catch
        {
            only.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task RunAsync(CancellationToken cancellationToken) => _desk.RunAsync(ServeAsync, cancellationToken);

    public void Dispose() => _lock.Dispose();

    private async Task ServeAsync(LetterStream pilot, CancellationToken cancellationToken)
    {
        if (!_load.TryEnter()) throw new IOException("The relay has no room for more connections");
        try
        {
            using var server = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            pilot.Open();
            await StreamPipe.RunAsync(pilot, server, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            LogEnded(error.Message);
            throw;
        }
        finally
        {
            _load.Leave();
        }
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _options.Target.ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException error)
        {
            throw new IOException($"The relay finds nobody at {_options.Target} ({error.SocketErrorCode})", error);
        }
    }

    [LoggerMessage(12_503, LogLevel.Debug, "A connection through files ended: {Reason}")]
    private partial void LogEnded(string reason);
}
