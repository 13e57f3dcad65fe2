namespace Dirac.Security.Tokens;

/// <summary>For which pilot a token is made.</summary>
/// <param name="Stamp">The pilot's stamp.</param>
/// <param name="Vo">Virtual organisation it serves.</param>
/// <param name="Site">Site it runs at.</param>
public sealed record PilotIdentity(string Stamp, string Vo, string Site);
