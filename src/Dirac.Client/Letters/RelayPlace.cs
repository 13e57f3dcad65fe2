namespace Dirac.Client.Letters;

/// <summary>A relay's place in the shared directory: its sign of life and a directory of its own. Not thread-safe.</summary>
/// <remarks>Whoever was started last has the shared directory: what belongs to relays before is removed, whereby their connections end.</remarks>
internal sealed class RelayPlace
{
    private readonly LetterPlaces _places;
    private RelaySign _sign;

    private RelayPlace(LetterPlaces places, RelaySign sign) => (_places, _sign) = (places, sign);

    /// <summary>The relay's mailbox.</summary>
    public string Up => _places.Up(_sign.Relay);

    /// <summary>Takes the shared directory.</summary>
    /// <param name="directory">Its path; made when it is not there.</param>
    /// <param name="relay">The relay's name.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It is another user's.</exception>
    public static RelayPlace Take(string directory, string relay)
    {
        var places = new LetterPlaces(directory);
        foreach (var path in (string[])[directory, places.Of(relay), places.Up(relay), places.Down(relay)]) PrivateDirectory.Make(path);
        var place = new RelayPlace(places, new RelaySign(relay, 0));
        place.Write();
        foreach (var other in Directory.EnumerateDirectories(directory))
        {
            if (Path.GetFileName(other) != relay && RelaySign.IsName(Path.GetFileName(other))) PrivateDirectory.TryDelete(other);
        }

        return place;
    }

    /// <summary>A pilot's mailbox.</summary>
    public string DownTo(string pilot) => _places.Down(_sign.Relay, pilot);

    /// <summary>Whether another relay has the shared directory.</summary>
    public bool IsAnothers => RelayWatch.Read(_places) is { } sign && sign.Relay != _sign.Relay;

    /// <summary>The pilots' mailboxes; none when they cannot be listed now.</summary>
    public IReadOnlyList<string> Mailboxes()
    {
        try
        {
            return Directory.GetDirectories(_places.Down(_sign.Relay));
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>Gives a sign of life, or tries to: the next may succeed.</summary>
    /// <returns>False when another relay has the directory.</returns>
    public bool Keep()
    {
        if (IsAnothers) return false;
        _sign = _sign with { Beat = _sign.Beat + 1 };
        try
        {
            Write();
            return true;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Leaves the directory to others.</summary>
    public void Withdraw()
    {
        PrivateDirectory.TryDelete(_places.Of(_sign.Relay));
        if (RelayWatch.Read(_places)?.Relay == _sign.Relay) File.Delete(_places.Sign);
    }

    private void Write()
    {
        var fresh = $"{_places.Sign}.{_sign.Relay}.new";
        File.WriteAllText(fresh, _sign.ToLine());
        File.Move(fresh, _places.Sign, overwrite: true);
    }
}
