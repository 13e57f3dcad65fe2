using System.Collections.Concurrent;

namespace Dirac.Client.Letters;

/// <summary>The directory in which letters for one side arrive, and the connections that they are for. Thread-safe, but for <see cref="Look"/>.</summary>
/// <param name="inbox">The directory.</param>
internal sealed class Mailbox(LetterFiles inbox)
{
    // A file system may need some tries; a letter that cannot be read even then never will be.
    private const int MostTries = 100;

    private static readonly MailboxLook Nothing = new(new HashSet<string>(), [], []);

    private readonly ConcurrentDictionary<string, LetterStream> _streams = new(StringComparer.Ordinal);

    /// <summary>Connections.</summary>
    public int Count => _streams.Count;

    /// <summary>The directory.</summary>
    public LetterFiles Inbox => inbox;

    /// <summary>Adds a connection until nothing is sent on it any more.</summary>
    public void Add(LetterStream stream)
    {
        _streams[stream.Line] = stream;
        _ = ForgetAsync(stream);
    }

    /// <summary>Ends the connections of a pilot, or all, of which the other side needs not be told.</summary>
    public void Break(IOException error, string? pilot = null)
    {
        foreach (var stream in _streams.Values.Where(stream => pilot is null || stream.Expected.Pilot == pilot)) stream.Break(error);
    }

    /// <summary>Takes the letters that are there and hands them to their connections.</summary>
    /// <exception cref="IOException">The directory is gone.</exception>
    public MailboxLook Look()
    {
        if (TryList() is not var (letters, others)) return Nothing;
        var (heard, strays) = (new HashSet<string>(StringComparer.Ordinal), new List<LetterName>());
        foreach (var line in letters.GroupBy(letter => letter.Line))
        {
            if (!_streams.TryGetValue(line.Key, out var stream)) strays.AddRange(line);
            else if (Deliver(stream, [.. line.OrderBy(letter => letter.ToString(), StringComparer.Ordinal)])) heard.Add(stream.Expected.Pilot);
        }

        return new MailboxLook(heard, strays, others);
    }

    private async Task ForgetAsync(LetterStream stream)
    {
        await stream.Sending.ConfigureAwait(false);
        _streams.TryRemove(stream.Line, out _);
    }

    // What else goes wrong passes, or shows as the other side's silence.
    private (IReadOnlyList<LetterName> Letters, IReadOnlyList<string> Others)? TryList()
    {
        try
        {
            return inbox.List();
        }
        catch (IOException error) when (error is not DirectoryNotFoundException)
        {
            return null;
        }
    }

    private bool Deliver(LetterStream stream, IReadOnlyList<LetterName> letters)
    {
        var hasNews = false;
        foreach (var name in letters)
        {
            // Below: received before, and still there or still listed.
            if (name.Number < stream.Expected.Number) inbox.TryDelete(name.ToString());
            if (name.Number != stream.Expected.Number) continue;
            if (!TryDeliver(stream, name)) break;
            hasNews = true;
        }

        return hasNews;
    }

    private bool TryDeliver(LetterStream stream, LetterName name)
    {
        try
        {
            if (inbox.Take(name) is not { } letter) return false;
            stream.Receive(letter);
            return true;
        }
        catch (InvalidDataException error)
        {
            stream.Abort(error.Message);
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (++stream.Tries > MostTries) stream.Abort(error.Message);
            return false;
        }
    }
}
