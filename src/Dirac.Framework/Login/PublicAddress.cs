using Dirac.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dirac.Framework.Login;

/// <summary>The address under which browsers find this installation: the configured one, else the one that was used, whose host was checked.</summary>
internal sealed class PublicAddress(HostingOptions hosting)
{
    /// <summary>Scheme, host and port, without a slash at the end.</summary>
    public string Of(HttpContext context) => hosting.Issuer?.TrimEnd('/') ?? $"{context.Request.Scheme}://{context.Request.Host}";
}
