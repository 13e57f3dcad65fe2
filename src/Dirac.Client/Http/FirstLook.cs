using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dirac.Model.Errors;

namespace Dirac.Client.Http;

/// <summary>Looks at the certificate of a server that is not known yet. Nothing secret is sent, and nothing it says is believed.</summary>
public static class FirstLook
{
    /// <summary>Where servers show the authority of their own that signed their certificate.</summary>
    public const string AuthorityPath = "/.well-known/dirac-ca.pem";

    private const int LongestAuthority = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Connects, looks and goes.</summary>
    /// <param name="server">Its https address.</param>
    /// <param name="clock">Tells whether certificates are good now.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="DiracException">Unavailable: nobody answers there.</exception>
    public static async Task<FoundCertificate> TakeAsync(Uri server, TimeProvider clock, CancellationToken cancellationToken)
    {
        var seen = new Seen();
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = seen.Look } };
        using var client = new HttpClient(handler) { BaseAddress = server, Timeout = Patience, MaxResponseContentBufferSize = LongestAuthority };
        var told = await AskAsync(client, cancellationToken).ConfigureAwait(false);
        var leaf = seen.Leaf ?? throw Away(server, "showed no certificate", null);
        var authority = seen.Sent.Append(told).OfType<X509Certificate2>().FirstOrDefault(candidate => IsRoot(candidate) && PinJudge.IsSignedBy(candidate, leaf, seen.Sent, clock.GetUtcNow()));
        return new FoundCertificate(leaf, authority, seen.Errors == SslPolicyErrors.None, !seen.Errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch));
    }

    private static async Task<X509Certificate2?> AskAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(AuthorityPath, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) return null;
            return X509Certificate2.CreateFromPem(await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (CryptographicException)
        {
            return null; // something else answers there: the server's own certificate is what there is
        }
        catch (HttpRequestException error)
        {
            throw Away(client.BaseAddress!, error.InnerException?.Message ?? error.Message, error);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw Away(client.BaseAddress!, $"did not answer within {Patience.TotalSeconds:0} s", error);
        }
    }

    private static bool IsRoot(X509Certificate2 certificate) => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static DiracException Away(Uri server, string what, Exception? cause) =>
        new(ErrorCode.Unavailable, $"The server at {server.GetLeftPart(UriPartial.Authority)} cannot be reached: {what}", "Is the address right, and is the server running?", cause);

    private sealed class Seen
    {
        public X509Certificate2? Leaf { get; private set; }

        public List<X509Certificate2> Sent { get; } = [];

        public SslPolicyErrors Errors { get; private set; }

        public bool Look(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        {
            if (certificate is null) return false;
            Leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
            foreach (var sent in chain?.ChainPolicy.ExtraStore ?? []) Sent.Add(X509CertificateLoader.LoadCertificate(sent.RawData));
            Errors = errors;
            return true;
        }
    }
}
