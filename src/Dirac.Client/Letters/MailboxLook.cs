namespace Dirac.Client.Letters;

/// <summary>What a look into a mailbox brought.</summary>
/// <param name="Heard">Pilots of which something was received.</param>
/// <param name="Strays">Letters of no connection.</param>
/// <param name="Others">Names that are no letters'.</param>
internal sealed record MailboxLook(IReadOnlySet<string> Heard, IReadOnlyList<LetterName> Strays, IReadOnlyList<string> Others);
