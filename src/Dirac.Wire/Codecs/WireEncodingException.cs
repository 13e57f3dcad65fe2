namespace Dirac.Wire.Codecs;

/// <summary>A value that the chosen format cannot express. Retrying does not help.</summary>
/// <param name="message">Which, in one sentence.</param>
public sealed class WireEncodingException(string message) : Exception(message);
