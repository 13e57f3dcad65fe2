namespace Dirac.Security.Tokens;

/// <summary>The keys of the moment; they can be replaced while tokens are made and judged. Thread-safe.</summary>
public sealed class KeyRing
{
    private volatile SigningKeys _current;

    /// <summary>Creates a ring with its first keys.</summary>
    public KeyRing(SigningKeys keys) => _current = keys;

    /// <summary>The keys of the moment. Who needs several facts about them asks once.</summary>
    public SigningKeys Current => _current;

    /// <summary>Puts other keys in their place. What only the old ones verify is refused from now on.</summary>
    public void Replace(SigningKeys keys) => _current = keys;
}
