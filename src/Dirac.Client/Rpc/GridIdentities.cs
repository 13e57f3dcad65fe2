using System.Text;
using Dirac.Model.Errors;
using Dirac.Security.Certificates.Authorities;
using Dirac.Security.Certificates.Proxies;
using Dirac.Security.Certificates.Validation;
using Dirac.Security.GridTls;

namespace Dirac.Client.Rpc;

/// <summary>Finds certificates where grid tools keep them.</summary>
public static class GridIdentities
{
    private const string Authorities = "/etc/grid-security/certificates";
    private const string HostCertificate = "/etc/grid-security/hostcert.pem";
    private const string HostKey = "/etc/grid-security/hostkey.pem";

    /// <summary>As the holder of a proxy.</summary>
    /// <param name="path">The proxy file.</param>
    /// <param name="environment">Gives variables; <c>X509_CERT_DIR</c> names the authorities.</param>
    /// <param name="clock">The time.</param>
    /// <exception cref="DiracException">NotAuthenticated: there is no usable proxy.</exception>
    public static RpcIdentity OfProxy(string path, Func<string, string?> environment, TimeProvider clock)
    {
        var text = File.Exists(path) ? Read(path) : "";
        using var proxy = ProxyFile.TryParse(text);
        if (proxy is null) throw new DiracException(ErrorCode.NotAuthenticated, $"There is no usable proxy at {path}.", "Make one with: dirac proxy init - or name another file with X509_USER_PROXY.");
        if (proxy.ExpiresAt <= clock.GetUtcNow()) throw new DiracException(ErrorCode.NotAuthenticated, $"The proxy at {path} has expired.", "Make a new one with: dirac proxy init.");
        return new RpcIdentity { Tls = Context(proxy, environment, clock), Delegate = request => Delegate(text, request, clock) };
    }

    /// <summary>As a host, with its certificate and key of <c>DIRAC_X509_HOST_CERT</c> and <c>DIRAC_X509_HOST_KEY</c> or in the usual place.</summary>
    /// <param name="environment">Gives variables.</param>
    /// <param name="clock">The time.</param>
    /// <exception cref="DiracException">NotAuthenticated: there is no usable certificate.</exception>
    public static RpcIdentity OfHost(Func<string, string?> environment, TimeProvider clock)
    {
        var certificate = environment("DIRAC_X509_HOST_CERT") is { Length: > 0 } path ? path : HostCertificate;
        var key = environment("DIRAC_X509_HOST_KEY") is { Length: > 0 } other ? other : HostKey;
        using var host = File.Exists(certificate) && File.Exists(key) ? ProxyFile.TryParse(Read(certificate) + "\n" + Read(key)) : null;
        return host is null
            ? throw new DiracException(ErrorCode.NotAuthenticated, $"{certificate} and {key} are no usable certificate of a host.", "Name them with DIRAC_X509_HOST_CERT and DIRAC_X509_HOST_KEY.")
            : new RpcIdentity { Tls = Context(host, environment, clock), IsHost = true };
    }

    private static DelegationVerdict Delegate(string proxy, string request, TimeProvider clock)
    {
        using var issuer = ProxyFile.TryParse(proxy)!;
        return new ProxyMaker(clock).SignRequest(issuer, request, new ProxyOptions());
    }

    private static GridTlsClientContext Context(GridCredential credential, Func<string, string?> environment, TimeProvider clock)
    {
        var trust = new CaDirectory(environment("X509_CERT_DIR") is { Length: > 0 } named ? named : Authorities, clock);
        var servers = new ChainJudge(new ChainValidationOptions { Purpose = ChainPurpose.Servers }, trust, clock);
        return new GridTlsClientContext(new GridTlsClientOptions { Servers = servers, Credential = credential });
    }

    private static string Read(string path) => Encoding.Latin1.GetString(File.ReadAllBytes(path));
}
