namespace Dirac.Client.Letters;

/// <summary>Where things are in a directory that a relay and its pilots share. Pure.</summary>
/// <param name="directory">The directory.</param>
internal sealed class LetterPlaces(string directory)
{
    /// <summary>The directory itself.</summary>
    public string Directory => directory;

    /// <summary>The relay's sign of life.</summary>
    public string Sign => Path.Combine(directory, "relay");

    /// <summary>Everything that passes through one relay.</summary>
    public string Of(string relay) => Path.Combine(directory, relay);

    /// <summary>The relay's mailbox.</summary>
    public string Up(string relay) => Path.Combine(directory, relay, "up");

    /// <summary>The pilots' mailboxes.</summary>
    public string Down(string relay) => Path.Combine(directory, relay, "down");

    /// <summary>A pilot's mailbox.</summary>
    public string Down(string relay, string pilot) => Path.Combine(Down(relay), pilot);
}
