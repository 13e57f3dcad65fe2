using Dirac.Security.Certificates.Der;

namespace Dirac.Security.Certificates.Voms;

/// <summary>What a VO's folder says about one of its servers.</summary>
/// <param name="Chains">Chains of its <c>.lsc</c> file.</param>
/// <param name="Certificates">Certificates of servers that lie there themselves.</param>
/// <param name="Problem">Why there is nothing, for people.</param>
internal sealed record VomsServers(IReadOnlyList<LscChain> Chains, IReadOnlyList<GridCertificate> Certificates, string Problem);
