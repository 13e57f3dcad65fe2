using System.Net;
using System.Security.Cryptography;
using Dirac.Hosting.Access;
using Dirac.Hosting.Configuration;
using Dirac.Hosting.Serving.GridTls;
using Dirac.Security.Certificates.Validation;
using Microsoft.AspNetCore.Http;

namespace Dirac.Hosting.Rpc.Https;

/// <summary>Certificates that a balancer, which ended a client's TLS, hands on in headers. They are judged here all the same.</summary>
/// <remarks>
/// Whoever may set these headers may be anybody, so they count only from the addresses in <c>/WebApp/BalancerAddresses</c>, and only while
/// <c>/WebApp/Balancer</c> names a balancer. Common balancers hand on the presented certificate alone and refuse proxies; those need a balancer that
/// passes TCP on. Source of the headers: DIRAC's Tornado services.
/// </remarks>
internal sealed class BalancerCertificates
{
    private const string Verified = "X-Ssl_client_verify";
    private const string Certificate = "X-SSL-CERT";
    private const int MostText = 64 * 1024;
    private const int MostCertificates = 20;

    private readonly IConfigurationSnapshots _snapshots;
    private readonly GridTlsKeeper _keeper;

    public BalancerCertificates(IConfigurationSnapshots snapshots, GridTlsKeeper keeper)
    {
        _snapshots = snapshots;
        _keeper = keeper;
    }

    /// <summary>The verdict on what the balancer handed on; null when it handed on nothing, or is none of ours.</summary>
    public ChainVerdict? Judge(HttpContext context)
    {
        if (context.Request.Headers[Certificate] is not [{ Length: > 0 and <= MostText } text] || !IsBalancer(context.Connection.RemoteIpAddress)) return null;
        // What the balancer could not verify it would not call a success.
        return context.Request.Headers[Verified] is ["SUCCESS"] ? _keeper.Clients.Judge(Read(Uri.UnescapeDataString(text))) : null;
    }

    private bool IsBalancer(IPAddress? address)
    {
        var root = _snapshots.Current.Root;
        if (address is null || root.GetOption("/WebApp/Balancer", "none") == "none") return false;
        var plain = address.Plain();
        return root.GetList("/WebApp/BalancerAddresses").Any(named => IPAddress.TryParse(named, out var balancer) && balancer.Equals(plain));
    }

    private static List<ReadOnlyMemory<byte>> Read(ReadOnlySpan<char> text)
    {
        var certificates = new List<ReadOnlyMemory<byte>>();
        while (certificates.Count < MostCertificates && PemEncoding.TryFind(text, out var fields))
        {
            if (text[fields.Label] is "CERTIFICATE") certificates.Add(Convert.FromBase64String(text[fields.Base64Data].ToString()));
            text = text[fields.Location.End..];
        }

        return certificates;
    }
}
