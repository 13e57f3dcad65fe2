namespace Dirac.Wire.Values;

/// <summary>What a <see cref="WireValue"/> is.</summary>
public enum WireKind
{
    /// <summary>Nothing: Python's None, JSON's null.</summary>
    Null,

    /// <summary>True or false.</summary>
    Truth,

    /// <summary>A whole number of any size.</summary>
    Whole,

    /// <summary>A double, which stays apart from a whole number of the same value.</summary>
    Real,

    /// <summary>A text, or bytes that a peer may have meant as one.</summary>
    Text,

    /// <summary>Bytes that are no text.</summary>
    Bytes,

    /// <summary>A list.</summary>
    List,

    /// <summary>A tuple; only DEncode tells it from a list.</summary>
    Tuple,

    /// <summary>Keys with values, in the order of their arrival.</summary>
    Dict,

    /// <summary>A day and a time of it, without a zone, in microseconds.</summary>
    DateTime,

    /// <summary>A day.</summary>
    Date,

    /// <summary>A time of day, without a zone, in microseconds; only DEncode has it.</summary>
    Time,

    /// <summary>An object of a named Python class; only JEncode has it.</summary>
    Tagged,
}
