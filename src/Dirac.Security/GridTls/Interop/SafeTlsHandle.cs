using System.Runtime.InteropServices;

namespace Dirac.Security.GridTls.Interop;

/// <summary>One SSL object, with the two buffers that belong to it.</summary>
internal sealed class SafeTlsHandle() : SafeHandle(0, ownsHandle: true)
{
    private static int _released;

    /// <summary>How many were freed since the process began.</summary>
    public static int Released => Volatile.Read(ref _released);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_free(handle);
        Interlocked.Increment(ref _released);
        return true;
    }
}
