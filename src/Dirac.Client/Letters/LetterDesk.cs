using System.Net.Sockets;
using System.Security.Cryptography;

namespace Dirac.Client.Letters;

/// <summary>The relay's side of a passage through files: takes the connections that pilots ask for. For one loop.</summary>
public sealed class LetterDesk
{
    private readonly LetterOptions _options;
    private readonly TimeProvider _clock;
    private readonly long _begun;
    private readonly RelayPlace _place;
    private readonly Mailbox _mailbox;
    private readonly LookPause _pause;
    private readonly PilotBook _pilots;
    private readonly Strays _letters;
    private readonly Strays _mailboxes;
    private TimeSpan _beatAt;
    private TimeSpan _tidiedAt;

    private LetterDesk(RelayPlace place, LetterOptions options, TimeProvider clock)
    {
        (_place, _options, _clock, _begun) = (place, options, clock, clock.GetTimestamp());
        _mailbox = new Mailbox(new LetterFiles(place.Up, options));
        _pause = new LookPause(new PollPace(options.LeastPause, options.RelayPause), clock);
        _pilots = new PilotBook(options.PilotSilence);
        (_letters, _mailboxes) = (new Strays(options.StrayAge), new Strays(options.StrayAge));
    }

    /// <summary>Takes a directory for a relay; connections of another relay through it end.</summary>
    /// <param name="directory">The directory that pilots and the relay share; made when it is not there.</param>
    /// <param name="options">Sizes and times.</param>
    /// <param name="clock">Measures times.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It is another user's.</exception>
    public static LetterDesk Open(string directory, LetterOptions options, TimeProvider clock) =>
        new(RelayPlace.Take(directory, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))), options, clock);

    /// <summary>Takes connections until it is cancelled or another relay has the directory.</summary>
    /// <param name="serveAsync">
    /// Has the connection until it returns, and calls <see cref="LetterStream.Open"/> when it can be used. An <see cref="IOException"/> or a
    /// <see cref="SocketException"/> of it is told to the pilot.
    /// </param>
    /// <param name="cancellationToken">Ends the work and the connections.</param>
    /// <exception cref="IOException">The directory cannot be used any more.</exception>
    public async Task RunAsync(Func<LetterStream, CancellationToken, Task> serveAsync, CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested && Keep()) await _pause.WaitAsync(Look(serveAsync, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (DirectoryNotFoundException) when (_place.IsAnothers)
        {
            // The other has removed what was ours.
            return;
        }
        finally
        {
            _mailbox.Break(new IOException("The relay ends."));
            _place.Withdraw();
        }
    }

    private TimeSpan Now => _clock.GetElapsedTime(_begun);

    private bool Keep()
    {
        if (Now - _beatAt < _options.RelayBeat) return true;
        _beatAt = Now;
        return _place.Keep();
    }

    private bool Look(Func<LetterStream, CancellationToken, Task> serveAsync, CancellationToken cancellationToken)
    {
        var look = _mailbox.Look();
        var heard = look.Strays.Where(stray => Answer(stray, serveAsync, cancellationToken)).Select(stray => stray.Pilot).Concat(look.Heard).ToHashSet();
        BuryPilots(heard);
        RemoveStrays(look);
        return heard.Count > 0;
    }

    // True when it is a sign of life.
    private bool Answer(LetterName stray, Func<LetterStream, CancellationToken, Task> serveAsync, CancellationToken cancellationToken)
    {
        if (stray.Connection == LetterName.NoConnection) return _mailbox.Inbox.TryDelete(stray.ToString());
        if (stray.Number != 0 || Take(stray) is not { Kind: LetterKind.Open } letter) return false;
        var stream = new LetterStream(new LetterFiles(_place.DownTo(stray.Pilot), _options), stray, _options, _pause.Hurry);
        stream.Receive(letter);
        _mailbox.Add(stream);
        // The connection ends by itself, at the latest when the relay does.
        if (_mailbox.Count > _options.MostConnections) stream.Abort("The relay has no room for more connections.");
        else _ = ServeAsync(stream, serveAsync, cancellationToken);
        return true;
    }

    private Letter? Take(LetterName name)
    {
        try
        {
            return _mailbox.Inbox.Take(name);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static async Task ServeAsync(LetterStream stream, Func<LetterStream, CancellationToken, Task> serveAsync, CancellationToken cancellationToken)
    {
        try
        {
            await serveAsync(stream, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
        {
            stream.Abort(error.Message);
        }
        finally
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void BuryPilots(HashSet<string> heard)
    {
        foreach (var pilot in _pilots.After(Now, heard))
        {
            _mailbox.Break(new IOException("The pilot gives no sign of life."), pilot);
            PrivateDirectory.TryDelete(_place.DownTo(pilot));
        }
    }

    private void RemoveStrays(MailboxLook look)
    {
        foreach (var name in _letters.After(Now, look.Strays.Select(stray => stray.ToString()).Concat(look.Others))) _mailbox.Inbox.TryDelete(name);
        if (Now - _tidiedAt < _options.StrayAge / 4) return;
        _tidiedAt = Now;
        foreach (var path in _mailboxes.After(Now, _place.Mailboxes().Where(path => !_pilots.Has(Path.GetFileName(path))))) PrivateDirectory.TryDelete(path);
    }
}
