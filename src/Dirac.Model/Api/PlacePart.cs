using System.Globalization;
using System.Text.Json.Serialization;

namespace Dirac.Model.Api;

/// <summary>One step on the way to a place in a request: a name, or the index of an element of a list. In JSON a text or a number, as pydantic has it.</summary>
[JsonConverter(typeof(PlacePartConverter))]
public sealed record PlacePart
{
    private PlacePart(string? name, int index) => (Name, Index) = (name, index);

    /// <summary>The name; null for an index.</summary>
    public string? Name { get; }

    /// <summary>The index; 0 and without a meaning where there is a name.</summary>
    public int Index { get; }

    /// <summary>A name.</summary>
    public static implicit operator PlacePart(string name) => new(name, 0);

    /// <summary>An index, from 0.</summary>
    public static implicit operator PlacePart(int index) => new(null, index);

    /// <summary>The name, or the digits of the index.</summary>
    public override string ToString() => Name ?? Index.ToString(CultureInfo.InvariantCulture);
}
