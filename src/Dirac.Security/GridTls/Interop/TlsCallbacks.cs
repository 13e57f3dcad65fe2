using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Dirac.Security.GridTls.Interop;

/// <summary>What OpenSSL calls back during a handshake. Nothing is ever thrown through its frames: whatever goes wrong refuses the peer.</summary>
internal static unsafe class TlsCallbacks
{
    private const int Unspecified = 1;
    private const int AlpnAccepted = 0;
    private const int AlpnRefused = 2;

    /// <summary>Stands in the place of OpenSSL's own chain verification.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int Verify(nint store, nint argument)
    {
        try
        {
            var ssl = LibCrypto.X509_STORE_CTX_get_ex_data(store, LibSsl.SSL_get_ex_data_X509_STORE_CTX_idx());
            var error = SessionOf(ssl)?.JudgePeer(NativeCertificates.Sent(store)) ?? Unspecified;
            LibCrypto.X509_STORE_CTX_set_error(store, error);
            return error == 0 ? 1 : 0;
        }
        catch (Exception)
        {
            LibCrypto.X509_STORE_CTX_set_error(store, Unspecified);
            return 0;
        }
    }

    /// <summary>Chooses the first of our protocols that the client offers.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int SelectProtocol(nint ssl, byte** chosen, byte* chosenLength, byte* offered, uint offeredLength, nint argument)
    {
        try
        {
            var offer = new ReadOnlySpan<byte>(offered, checked((int)offeredLength));
            if (SessionOf(ssl) is not { } session || !ProtocolNames.TryChoose(session.Protocols, offer, out var at)) return AlpnRefused;
            *chosenLength = offer[at];
            *chosen = offered + at + 1;
            return AlpnAccepted;
        }
        catch (Exception)
        {
            return AlpnRefused;
        }
    }

    private static TlsSession? SessionOf(nint ssl) =>
        LibSsl.SSL_get_ex_data(ssl, TlsSession.OwnerIndex) is var owner and not 0 ? GCHandle.FromIntPtr(owner).Target as TlsSession : null;
}
