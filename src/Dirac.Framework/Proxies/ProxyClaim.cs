namespace Dirac.Framework.Proxies;

/// <summary>A proxy that somebody asks for.</summary>
/// <param name="Dn">Whose.</param>
/// <param name="Group">With which group.</param>
/// <param name="Seconds">For how long at least; up to half as much again is given.</param>
/// <param name="IsLimited">Whether it must be limited.</param>
internal sealed record ProxyClaim(string Dn, string Group, long Seconds, bool IsLimited);
