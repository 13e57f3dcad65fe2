namespace Dirac.Client.Letters;

/// <summary>Tells a pilot whether its relay lives. Not thread-safe.</summary>
/// <param name="places">Where the relay's sign is.</param>
/// <param name="sign">The sign when the pilot came.</param>
/// <param name="options">How long a relay may be silent.</param>
/// <param name="clock">The pilot's.</param>
internal sealed class RelayWatch(LetterPlaces places, RelaySign sign, LetterOptions options, TimeProvider clock)
{
    private readonly long _begun = clock.GetTimestamp();
    private Silence _silence = Silence.None;
    private TimeSpan _looked;
    private RelaySign _sign = sign;

    /// <summary>Reads a relay's sign.</summary>
    /// <returns>Null when there is none to be read now.</returns>
    public static RelaySign? Read(LetterPlaces places)
    {
        try
        {
            return RelaySign.TryParse(File.ReadAllText(places.Sign));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>To be called with every look into the mailbox.</summary>
    /// <param name="hasNews">Whether the relay has sent something.</param>
    /// <exception cref="IOException">The relay is dead, or another has taken its place.</exception>
    public void Check(bool hasNews)
    {
        var now = clock.GetElapsedTime(_begun);
        if (hasNews) _looked = now;
        var isAlive = hasNews;
        if (now - _looked >= options.SignInterval)
        {
            _looked = now;
            isAlive = HasNewSign();
        }

        _silence = _silence.After(now, isAlive);
        if (_silence.Length >= options.RelaySilence) throw new IOException($"The relay of {places.Directory} gives no sign of life");
    }

    private bool HasNewSign()
    {
        if (Read(places) is not { } read || read == _sign) return false;
        _sign = read.Relay == _sign.Relay ? read : throw new IOException($"Another relay serves {places.Directory}");
        return true;
    }
}
