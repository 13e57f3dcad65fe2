namespace Dirac.Hosting;

/// <summary>The person a local installation belongs to.</summary>
/// <param name="Name">DIRAC user name.</param>
/// <param name="Vo">Virtual organisation.</param>
public sealed record LocalUser(string Name, string Vo);
