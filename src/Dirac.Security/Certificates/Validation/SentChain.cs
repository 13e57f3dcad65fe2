using Dirac.Security.Certificates.Der;

namespace Dirac.Security.Certificates.Validation;

/// <summary>What the peer sent, put in order: the proxies from the one presented upwards, and the certificate of the user or host above them.</summary>
/// <param name="Proxies">Presented one first; each is signed by the next, the last by <paramref name="EndEntity"/>.</param>
/// <param name="EndEntity">The first that is no proxy.</param>
/// <param name="Others">The rest: authorities, or nothing of use.</param>
internal sealed record SentChain(IReadOnlyList<GridCertificate> Proxies, GridCertificate EndEntity, IReadOnlyList<GridCertificate> Others);
