using Dirac.Wire.Values;

namespace Dirac.Wire.Dips.Framing;

/// <summary>A message as it came.</summary>
internal readonly record struct Frame(WireValue Value, bool IsKeepAlive);
