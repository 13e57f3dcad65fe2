using Dirac.Security.Certificates.Proxies;

namespace Dirac.Framework.Proxies;

/// <summary>What a look into the store brought: <see cref="Found"/> or <see cref="Missing"/>.</summary>
internal abstract record StoredProxy
{
    private StoredProxy()
    {
    }

    /// <summary>A proxy that can be used.</summary>
    /// <param name="Credential">With its key; the receiver disposes it.</param>
    /// <param name="Left">For how long it is valid.</param>
    public sealed record Found(GridCredential Credential, TimeSpan Left) : StoredProxy;

    /// <summary>None.</summary>
    /// <param name="Why">For the requester.</param>
    public sealed record Missing(ProxyOutcome.Refused Why) : StoredProxy
    {
        public Missing(int errno, string reason)
            : this(new ProxyOutcome.Refused(errno, reason))
        {
        }
    }
}
