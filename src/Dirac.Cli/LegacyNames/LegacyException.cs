namespace Dirac.Cli.LegacyNames;

/// <summary>What DIRAC's scripts print as the reason why something did not work; whether repeating helps depends on that reason.</summary>
/// <param name="message">The reason, as it is printed.</param>
internal sealed class LegacyException(string message) : Exception(message);
