using Dirac.Configuration.Trees;

namespace Dirac.Configuration.Fetching;

/// <summary>What came of asking configuration servers.</summary>
/// <param name="Server">Who answered; null when nobody did.</param>
/// <param name="Newer">Its tree; null when the one at hand is as new.</param>
/// <param name="Problems">Why the others did not, a sentence each.</param>
internal sealed record FetchOutcome(string? Server, ConfigurationTree? Newer, IReadOnlyList<string> Problems);
