using Dirac.Security.Certificates.Proxies;

namespace Dirac.Framework.Voms;

/// <summary>Gets the attributes of a VO for a proxy. Safe for concurrent use.</summary>
internal interface IVomsClient
{
    /// <summary>Makes a proxy of <paramref name="proxy"/> that carries attributes.</summary>
    /// <param name="proxy">Whose attributes; it stays the caller's.</param>
    /// <param name="vo">The VO as VOMS knows it.</param>
    /// <param name="attribute">Such as <c>/vo/Role=production</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<VomsOutcome> DressAsync(GridCredential proxy, string vo, string attribute, CancellationToken cancellationToken);
}
