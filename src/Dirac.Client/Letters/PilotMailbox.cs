namespace Dirac.Client.Letters;

/// <summary>A pilot's connections through one relay, and the directory in which letters for them arrive. Thread-safe.</summary>
/// <remarks>It ends with its last connection, or when the relay does, and removes its directory.</remarks>
internal sealed class PilotMailbox
{
    private readonly LetterPlaces _places;
    private readonly LetterOptions _options;
    private readonly TimeProvider _clock;
    private readonly string _id;
    private readonly Mailbox _mailbox;
    private readonly LetterFiles _outbox;
    private readonly LookPause _pause;
    private readonly RelayWatch _watch;
    private readonly Lock _lock = new();
    private uint _connections;
    private uint _beats;
    private long _sentAt;
    private bool _isOver;

    /// <summary>Makes the directory.</summary>
    /// <param name="places">Where things are.</param>
    /// <param name="sign">The relay's.</param>
    /// <param name="id">The mailbox's name, which nobody can guess.</param>
    /// <param name="options">Sizes and times.</param>
    /// <param name="clock">Measures times.</param>
    /// <exception cref="IOException">The relay has gone.</exception>
    internal PilotMailbox(LetterPlaces places, RelaySign sign, string id, LetterOptions options, TimeProvider clock)
    {
        (_places, Relay, _id, _options, _clock) = (places, sign.Relay, id, options, clock);
        PrivateDirectory.Demand(places.Down(Relay));
        PrivateDirectory.Make(places.Down(Relay, id));
        _mailbox = new Mailbox(new LetterFiles(places.Down(Relay, id), options));
        _outbox = new LetterFiles(places.Up(Relay), options);
        _pause = new LookPause(new PollPace(options.LeastPause, options.PilotPause), clock);
        _watch = new RelayWatch(places, sign, options, clock);
        _sentAt = clock.GetTimestamp();
    }

    /// <summary>The relay's name.</summary>
    public string Relay { get; }

    /// <summary>Begins a connection; it stands when its <see cref="LetterStream.Opened"/> completes.</summary>
    /// <returns>Null when the mailbox has ended.</returns>
    public LetterStream? TryConnect()
    {
        lock (_lock)
        {
            if (_isOver) return null;
            var stream = new LetterStream(_outbox, LetterName.Of(_id, ++_connections, 0), _options, NoteSent);
            _mailbox.Add(stream);
            stream.Open();
            return stream;
        }
    }

    /// <summary>Looks into the mailbox until the last connection has ended.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (!TryEnd()) await _pause.WaitAsync(Look(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            lock (_lock) _isOver = true;
            _mailbox.Break(new IOException(error is DirectoryNotFoundException ? $"The relay of {_places.Directory} has ended" : error.Message, error));
        }

        // What is left the relay removes.
        PrivateDirectory.TryDelete(_places.Down(Relay, _id));
    }

    private bool Look()
    {
        var look = _mailbox.Look();
        foreach (var name in look.Strays) _mailbox.Inbox.TryDelete(name.ToString());
        var hasNews = look.Heard.Count > 0;
        _watch.Check(hasNews);
        if (_clock.GetElapsedTime(Volatile.Read(ref _sentAt)) >= _options.PilotBeat) Beat();
        return hasNews;
    }

    private void Beat()
    {
        _outbox.Send(LetterName.Of(_id, 0, _beats++), new Letter(LetterKind.Alive, 0, ReadOnlyMemory<byte>.Empty));
        Volatile.Write(ref _sentAt, _clock.GetTimestamp());
    }

    private bool TryEnd()
    {
        lock (_lock) return _isOver = _mailbox.Count == 0;
    }

    private void NoteSent()
    {
        Volatile.Write(ref _sentAt, _clock.GetTimestamp());
        _pause.Hurry();
    }
}
