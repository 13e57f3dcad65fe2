namespace Dirac.Security.GridTls.Interop;

/// <summary>Takes certificates out of OpenSSL's objects, and puts ours in.</summary>
internal static unsafe class NativeCertificates
{
    /// <summary>DER of what the peer sent: the certificate whose key it has to prove, then all else.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Sent(nint store)
    {
        var leaf = LibCrypto.X509_STORE_CTX_get0_cert(store);
        var sent = new List<ReadOnlyMemory<byte>> { Encode(leaf) };
        var others = LibCrypto.X509_STORE_CTX_get0_untrusted(store);
        for (var at = 0; at < LibCrypto.OPENSSL_sk_num(others); at++)
        {
            // The leaf itself stands among the others.
            if (LibCrypto.OPENSSL_sk_value(others, at) is var other && other != leaf) sent.Add(Encode(other));
        }

        return sent;
    }

    /// <summary>Gives <paramref name="context"/> a certificate with its key and the certificates to send after it.</summary>
    /// <returns>Whether OpenSSL took them.</returns>
    public static bool TryUse(SafeTlsContextHandle context, IReadOnlyList<ReadOnlyMemory<byte>> certificates, ReadOnlySpan<byte> pkcs8)
    {
        var loaded = new List<nint>();
        var chain = LibCrypto.OPENSSL_sk_new_null();
        nint key = 0;
        try
        {
            foreach (var certificate in certificates) loaded.Add(Decode(certificate.Span));
            if (loaded.Contains(0) || !loaded.Skip(1).All(above => LibCrypto.OPENSSL_sk_push(chain, above) > 0)) return false;
            fixed (byte* start = pkcs8)
            {
                var at = start;
                key = LibCrypto.d2i_AutoPrivateKey(null, &at, pkcs8.Length);
            }

            return key != 0 && LibSsl.SSL_CTX_use_cert_and_key(context, loaded[0], key, chain, replace: 1) == 1;
        }
        finally
        {
            // The context has references of its own. Freeing nothing is allowed.
            loaded.ForEach(LibCrypto.X509_free);
            LibCrypto.OPENSSL_sk_free(chain);
            LibCrypto.EVP_PKEY_free(key);
        }
    }

    private static byte[] Encode(nint certificate)
    {
        var der = new byte[Math.Max(0, LibCrypto.i2d_X509(certificate, null))];
        fixed (byte* start = der)
        {
            var at = start;
            return der.Length > 0 && LibCrypto.i2d_X509(certificate, &at) == der.Length ? der : [];
        }
    }

    private static nint Decode(ReadOnlySpan<byte> der)
    {
        fixed (byte* start = der)
        {
            var at = start;
            return LibCrypto.d2i_X509(null, &at, der.Length);
        }
    }
}
