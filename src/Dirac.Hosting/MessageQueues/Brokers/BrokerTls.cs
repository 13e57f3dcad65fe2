using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dirac.Model.Errors;

namespace Dirac.Hosting.MessageQueues.Brokers;

/// <summary>TLS to brokers: ordinary TLS 1.2 and later with the host's certificate. What <c>SSLVersion</c> names is not followed: DIRAC's TLSv1 is broken.</summary>
internal static class BrokerTls
{
    /// <summary>Our certificate with those between it and its authority; null when none is shown.</summary>
    /// <exception cref="DiracException">BadConfiguration: it cannot be read.</exception>
    public static X509Certificate2? Certificate(MqService service)
    {
        if (service.Certificate.Length == 0) return null;
        try
        {
            return X509Certificate2.CreateFromPemFile(service.Certificate, service.Key);
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new DiracException(
                ErrorCode.BadConfiguration,
                $"The certificate for the message queues of {service.Name} cannot be used: {failure.Message}",
                "Give HostCertificate and HostKey, PEM files of the server's user.",
                failure);
        }
    }

    /// <summary>Judges the broker's certificate by the authorities that the service names.</summary>
    public static RemoteCertificateValidationCallback Judge(MqService service)
    {
        if (service.Authorities.Length == 0) return (_, _, _, errors) => errors == SslPolicyErrors.None;
        var trusted = Authorities(service.Authorities);
        return (_, certificate, sent, errors) =>
        {
            if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None) return false;
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            if (sent is not null) chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
            return chain.Build(new X509Certificate2(certificate));
        };
    }

    private static X509Certificate2Collection Authorities(string place)
    {
        var found = new X509Certificate2Collection();
        foreach (var file in Directory.Exists(place) ? Directory.EnumerateFiles(place, "*.pem").Concat(Directory.EnumerateFiles(place, "*.0")) : [place])
            found.ImportFromPemFile(file);
        return found;
    }
}
