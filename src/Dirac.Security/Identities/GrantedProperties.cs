namespace Dirac.Security.Identities;

/// <summary>Properties that the registry grants a group or host. Immutable; made once, asked with every call.</summary>
/// <param name="AsWritten">In the order and spelling of the configuration.</param>
public sealed record GrantedProperties(IReadOnlyList<string> AsWritten)
{
    /// <summary>No properties.</summary>
    public static GrantedProperties None { get; } = new([]);

    /// <summary>For decisions.</summary>
    public PropertySet Set { get; } = new(AsWritten);
}
