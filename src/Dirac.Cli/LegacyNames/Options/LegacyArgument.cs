namespace Dirac.Cli.LegacyNames.Options;

/// <summary>A word, or any number of words, that is no option.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is.</param>
/// <param name="Required">Whether the command refuses to run without it.</param>
/// <param name="Many">Whether more of them may follow.</param>
internal sealed record LegacyArgument(string Name, string Description, bool Required = true, bool Many = true);
