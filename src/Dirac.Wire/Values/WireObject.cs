namespace Dirac.Wire.Values;

/// <summary>An object of a named class: the view that <see cref="WireValue.AsObject"/> gives.</summary>
/// <remarks>Immutable; any number of threads may read it.</remarks>
public readonly struct WireObject
{
    private readonly TaggedNode _node;

    internal WireObject(TaggedNode node) => _node = node;

    /// <summary>The class.</summary>
    public WireClass Class => _node.Class;

    /// <summary>The attributes by name; what is missing is None.</summary>
    public WireDict Attributes => new(_node.Attributes);
}
