using System.Text;
using Dirac.Model.Errors;
using Dirac.Security.Certificates.Proxies;
using Dirac.Security.GridTls.Interop;

namespace Dirac.Security.GridTls;

/// <summary>OpenSSL's settings for many connections. Immutable, thread-safe. Freed when neither we nor a connection of it needs it.</summary>
internal sealed unsafe class TlsContext
{
    private const int SessionCacheOff = 0;

    /// <summary>Makes one for TLS 1.2 and 1.3 without resumption.</summary>
    /// <param name="credential">What we present; null for nothing.</param>
    /// <param name="protocols">Application protocols in order of preference.</param>
    /// <param name="verify">Flags of SSL_CTX_set_verify.</param>
    /// <exception cref="DiracException">BadConfiguration: OpenSSL 3 is missing, or does not take the certificate.</exception>
    public TlsContext(GridCredential? credential, IReadOnlyList<string> protocols, int verify)
    {
        OpenSslLibrary.Require();
        Protocols = [.. protocols.Select(Encoding.ASCII.GetBytes)];
        LibCrypto.ERR_clear_error();
        Handle = LibSsl.SSL_CTX_new(LibSsl.TLS_method());
        if (Handle.IsInvalid) throw new DiracException(ErrorCode.BadConfiguration, $"TLS cannot be set up. {OpenSslErrors.Take()}", "Look into openssl.cnf.");
        LibSsl.SSL_CTX_ctrl(Handle, LibSsl.SetMinimumVersion, LibSsl.Tls12, 0);
        LibSsl.SSL_CTX_ctrl(Handle, LibSsl.SetMode, LibSsl.Modes, 0);
        ForbidResumption();
        LibSsl.SSL_CTX_set_verify(Handle, verify, 0);
        LibSsl.SSL_CTX_set_cert_verify_callback(Handle, &TlsCallbacks.Verify, 0);
        if (credential is not null) Present(credential);
    }

    public SafeTlsContextHandle Handle { get; }

    public IReadOnlyList<byte[]> Protocols { get; }

    /// <summary>Chooses among what clients offer.</summary>
    public void SelectProtocols()
    {
        if (Protocols.Count > 0) LibSsl.SSL_CTX_set_alpn_select_cb(Handle, &TlsCallbacks.SelectProtocol, 0);
    }

    /// <summary>Offers to servers.</summary>
    public void OfferProtocols(IReadOnlyList<string> protocols)
    {
        var offer = ProtocolNames.Encode(protocols);
        fixed (byte* start = offer)
        {
            if (offer.Length > 0) LibSsl.SSL_CTX_set_alpn_protos(Handle, start, (uint)offer.Length);
        }
    }

    // A resumed session brings back the leaf alone: whoever looked at it would miss the proxies above, and with them identity and group.
    private void ForbidResumption()
    {
        LibSsl.SSL_CTX_set_options(Handle, LibSsl.NoTicket | LibSsl.NoRenegotiation);
        LibSsl.SSL_CTX_ctrl(Handle, LibSsl.SetSessionCacheMode, SessionCacheOff, 0);
        LibSsl.SSL_CTX_set_num_tickets(Handle, 0);
        fixed (byte* name = "dirac"u8) LibSsl.SSL_CTX_set_session_id_context(Handle, name, 5);
    }

    private void Present(GridCredential credential)
    {
        LibCrypto.ERR_clear_error();
        var key = credential.ExportKey();
        var isTaken = NativeCertificates.TryUse(Handle, credential.Certificates, key);
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(key);
        if (!isTaken)
            throw new DiracException(ErrorCode.BadConfiguration, $"OpenSSL does not take the certificate {credential}. {OpenSslErrors.Take()}", "Use a certificate with a stronger key.");
    }
}
