using System.Security.Cryptography;

namespace Dirac.Client.Letters;

/// <summary>The pilot's side of a passage through files. Thread-safe.</summary>
/// <param name="directory">The directory that pilots and the relay share.</param>
/// <param name="options">Sizes and times.</param>
/// <param name="clock">Measures times.</param>
internal sealed class LetterPassage(string directory, LetterOptions options, TimeProvider clock)
{
    private readonly LetterPlaces _places = new(directory);
    private readonly Lock _lock = new();
    private PilotMailbox? _mailbox;

    /// <summary>Makes a connection to whatever the relay leads to.</summary>
    /// <exception cref="IOException">There is no relay, or it has refused.</exception>
    public async ValueTask<LetterStream> ConnectAsync(CancellationToken cancellationToken)
    {
        var stream = Begin();
        try
        {
            await stream.Opened.WaitAsync(options.Patience, clock, cancellationToken).ConfigureAwait(false);
            return stream;
        }
        catch (Exception error)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            if (error is TimeoutException or UnauthorizedAccessException) throw new IOException($"The relay of {directory} does not answer", error);
            throw;
        }
    }

    // The sign is read for every connection: a relay that was started again has a directory of its own.
    private LetterStream Begin()
    {
        lock (_lock)
        {
            try
            {
                PrivateDirectory.Demand(directory);
                var sign = RelayWatch.Read(_places) ?? throw new IOException($"No relay serves {directory}");
                return (_mailbox?.Relay == sign.Relay ? _mailbox.TryConnect() : null) ?? ConnectAnew(sign);
            }
            catch (UnauthorizedAccessException error)
            {
                throw new IOException(error.Message, error);
            }
        }
    }

    private LetterStream ConnectAnew(RelaySign sign)
    {
        _mailbox = new PilotMailbox(_places, sign, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), options, clock);
        var stream = _mailbox.TryConnect()!;
        // It ends with the last connection.
        _ = _mailbox.RunAsync();
        return stream;
    }
}
