namespace Dirac.Cli.LegacyNames.Options;

/// <summary>An option of the command line is not understood; repeating it does not help.</summary>
/// <param name="message">Which, and why, in the words of Python's <c>getopt</c>.</param>
internal sealed class LegacyOptionException(string message) : Exception(message);
