namespace Dirac.Resources.Computing;

/// <summary>What a pilot printed. Bytes that are not UTF-8 are replaced.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
public sealed record PilotPrint(string Output, string Error);
