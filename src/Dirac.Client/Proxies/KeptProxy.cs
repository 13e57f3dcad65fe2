namespace Dirac.Client.Proxies;

/// <summary>A proxy that a server keeps.</summary>
/// <param name="Dn">Whose it is.</param>
/// <param name="ExpiresAt">Until when it is valid, UTC.</param>
public sealed record KeptProxy(string Dn, DateTimeOffset ExpiresAt);
