using System.Runtime.InteropServices;

namespace Dirac.Security.GridTls.Interop;

/// <summary>Our reference to an SSL_CTX; each connection made of it holds another.</summary>
internal sealed class SafeTlsContextHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_CTX_free(handle);
        return true;
    }
}
