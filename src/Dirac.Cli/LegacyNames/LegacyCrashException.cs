namespace Dirac.Cli.LegacyNames;

/// <summary>Something at which DIRAC's script ends with a traceback and exit code 1; ours ends with a sentence on standard error and the same code.</summary>
/// <param name="message">What is wrong, for standard error.</param>
internal sealed class LegacyCrashException(string message) : Exception(message);
