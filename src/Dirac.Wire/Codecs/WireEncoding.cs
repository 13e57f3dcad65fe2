namespace Dirac.Wire.Codecs;

/// <summary>The formats of a frame's payload.</summary>
public enum WireEncoding
{
    /// <summary>Prefix-coded; the only one of peers before version 7.</summary>
    DEncode,

    /// <summary>JSON with tags; what peers send unless told otherwise.</summary>
    JEncode,
}
