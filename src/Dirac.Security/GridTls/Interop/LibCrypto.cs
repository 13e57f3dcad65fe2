using System.Runtime.InteropServices;

namespace Dirac.Security.GridTls.Interop;

/// <summary>The calls of libcrypto that we need, under their own names. See OpenSSL's manual pages.</summary>
internal static unsafe partial class LibCrypto
{
    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial ulong OpenSSL_version_num();

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial nint BIO_s_mem();

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial nint BIO_new(nint method);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial int BIO_free(nint bio);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial int BIO_write(nint bio, byte* data, int length);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial int BIO_read(nint bio, byte* data, int length);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial nuint BIO_ctrl_pending(nint bio);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial void ERR_clear_error();

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial nuint ERR_get_error();

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial nint ERR_reason_error_string(nuint error);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial nint X509_STORE_CTX_get_ex_data(nint store, int index);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial nint X509_STORE_CTX_get0_cert(nint store);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial nint X509_STORE_CTX_get0_untrusted(nint store);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial void X509_STORE_CTX_set_error(nint store, int error);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial nint OPENSSL_sk_new_null();

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial int OPENSSL_sk_push(nint stack, nint item);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial int OPENSSL_sk_num(nint stack);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial nint OPENSSL_sk_value(nint stack, int index);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial void OPENSSL_sk_free(nint stack);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial nint d2i_X509(nint* into, byte** der, long length);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial int i2d_X509(nint certificate, byte** into);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial void X509_free(nint certificate);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial nint d2i_AutoPrivateKey(nint* into, byte** der, long length);

    [LibraryImport(OpenSslLibrary.Crypto)]
    public static partial void EVP_PKEY_free(nint key);
}
