namespace Dirac.Framework.Proxies;

/// <summary>What a pilot brings to get a proxy for a payload.</summary>
/// <param name="RequestPem">PKCS #10 as PEM, with the key that the pilot keeps.</param>
/// <param name="Lifetime">For how long it needs the proxy; up to half as much again is given.</param>
public sealed record PayloadProxyRequest(string RequestPem, TimeSpan Lifetime);
