using System.Runtime.InteropServices;

namespace Dirac.Security.GridTls.Interop;

/// <summary>The calls of libssl that we need, under their own names. See OpenSSL's manual pages.</summary>
internal static unsafe partial class LibSsl
{
    public const int ErrorWantRead = 2;
    public const int ErrorZeroReturn = 6;
    public const int VerifyPeer = 1;
    public const int FailIfNoPeerCertificate = 2;
    public const ulong NoTicket = 1UL << 14;
    public const ulong NoRenegotiation = 1UL << 30;
    public const int Tls12 = 0x0303;
    public const int Tls13 = 0x0304;
    public const int SetMode = 33;
    public const int SetSessionCacheMode = 44;
    public const int SetHostName = 55;
    public const int SetMinimumVersion = 123;
    public const int SetMaximumVersion = 124;

    /// <summary>Partial writes, moving buffers, no chain built by OpenSSL, buffers given back while nothing flows.</summary>
    public const long Modes = 0x1 | 0x2 | 0x8 | 0x10;

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial nint TLS_method();

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial SafeTlsContextHandle SSL_CTX_new(nint method);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial void SSL_CTX_free(nint context);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial long SSL_CTX_ctrl(SafeTlsContextHandle context, int command, long number, nint pointer);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial ulong SSL_CTX_set_options(SafeTlsContextHandle context, ulong options);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial int SSL_CTX_set_num_tickets(SafeTlsContextHandle context, nuint number);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial int SSL_CTX_set_session_id_context(SafeTlsContextHandle context, byte* name, uint length);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial void SSL_CTX_set_verify(SafeTlsContextHandle context, int mode, nint callback);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial void SSL_CTX_set_cert_verify_callback(SafeTlsContextHandle context, delegate* unmanaged[Cdecl]<nint, nint, int> callback, nint argument);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial void SSL_CTX_set_alpn_select_cb(
        SafeTlsContextHandle context, delegate* unmanaged[Cdecl]<nint, byte**, byte*, byte*, uint, nint, int> callback, nint argument);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial int SSL_CTX_set_alpn_protos(SafeTlsContextHandle context, byte* protocols, uint length);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial int SSL_CTX_use_cert_and_key(SafeTlsContextHandle context, nint certificate, nint key, nint chain, int replace);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial SafeTlsHandle SSL_new(SafeTlsContextHandle context);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial void SSL_free(nint ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial void SSL_set_accept_state(SafeTlsHandle ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial void SSL_set_connect_state(SafeTlsHandle ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial void SSL_set0_rbio(SafeTlsHandle ssl, nint bio);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial void SSL_set0_wbio(SafeTlsHandle ssl, nint bio);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial long SSL_ctrl(SafeTlsHandle ssl, int command, long number, byte* pointer);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial int SSL_set_ex_data(SafeTlsHandle ssl, int index, nint data);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial nint SSL_get_ex_data(nint ssl, int index);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial int SSL_get_ex_data_X509_STORE_CTX_idx();

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial int SSL_do_handshake(SafeTlsHandle ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial int SSL_read(SafeTlsHandle ssl, byte* into, int length);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial int SSL_peek(SafeTlsHandle ssl, byte* into, int length);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial int SSL_write(SafeTlsHandle ssl, byte* data, int length);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial int SSL_shutdown(SafeTlsHandle ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial int SSL_get_error(SafeTlsHandle ssl, int result);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial int SSL_session_reused(SafeTlsHandle ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial int SSL_version(SafeTlsHandle ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial nint SSL_get_current_cipher(SafeTlsHandle ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial ushort SSL_CIPHER_get_protocol_id(nint cipher);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial nint SSL_get_servername(SafeTlsHandle ssl, int type);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial void SSL_get0_alpn_selected(SafeTlsHandle ssl, byte** protocol, uint* length);

    [LibraryImport(OpenSslLibrary.Ssl)]
    public static partial nint SSL_alert_desc_string_long(int alert);
}
