using System.Runtime.InteropServices;

namespace Dirac.Security.GridTls.Interop;

/// <summary>OpenSSL's reasons as sentences. The queue is the thread's own: ask on the thread that called.</summary>
internal static class OpenSslErrors
{
    private const int FirstAlert = 1000;
    private const int FirstOfCertificates = 42; // bad_certificate (RFC 8446 §6.2)
    private const int LastOfCertificates = 49; // access_denied
    private const int CertificateRequired = 116; // OpenSSL 3.0 has no text for it.
    private const int AfterAlerts = 1256;
    private const int ReasonMask = 0x7FFFFF;
    private const int LibraryMask = 0xFF;
    private const int LibraryShift = 23;
    private const int SslLibrary = 20;
    private const int NoPeerCertificate = 199;
    private const int WrongVersionNumber = 267;
    private const int HttpRequest = 156;

    /// <summary>The oldest error of the queue, which is then emptied.</summary>
    public static string Take() => Take(out _);

    /// <inheritdoc cref="Take()"/>
    /// <param name="refusesCertificate">Whether the error is the peer's alert that it does not take our certificate.</param>
    public static string Take(out bool refusesCertificate)
    {
        var error = LibCrypto.ERR_get_error();
        LibCrypto.ERR_clear_error();
        var reason = (int)(error & ReasonMask);
        refusesCertificate = false;
        if (((int)(error >> LibraryShift) & LibraryMask) != SslLibrary) return Text(error);
        refusesCertificate = reason - FirstAlert is (>= FirstOfCertificates and <= LastOfCertificates) or CertificateRequired;
        return reason switch
        {
            FirstAlert + CertificateRequired => "The peer refused: certificate required.",
            >= FirstAlert and < AfterAlerts => $"The peer refused: {Marshal.PtrToStringUTF8(LibSsl.SSL_alert_desc_string_long(reason - FirstAlert))}.",
            NoPeerCertificate => "The peer sent no certificate.",
            WrongVersionNumber or HttpRequest => "The peer does not speak TLS.",
            _ => Text(error),
        };
    }

    private static string Text(nuint error) =>
        Marshal.PtrToStringUTF8(LibCrypto.ERR_reason_error_string(error)) is { Length: > 0 } reason ? $"OpenSSL says: {reason}." : "OpenSSL gives no reason.";
}
