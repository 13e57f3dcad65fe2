using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Dirac.Security.Local;

/// <summary>Asks the system who owns an open file; .NET has no call for it.</summary>
internal static partial class FileOwner
{
    private const int EmptyPath = 0x1000;
    private const uint WantUid = 0x8;
    private const int StatxSize = 256;
    private const int UidOffset = 20;

    /// <summary>Whether the open file belongs to the user this process acts as.</summary>
    /// <remarks>Only Linux is asked. Elsewhere a 0600 file that could be opened is one's own unless one is root.</remarks>
    public static bool IsMe(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
            return true;

        Span<byte> facts = stackalloc byte[StatxSize];
        if (Statx(file, "", EmptyPath, WantUid, ref MemoryMarshal.GetReference(facts)) != 0)
            throw new IOException($"The owner of a file cannot be read (error {Marshal.GetLastPInvokeError()}).");
        var uid = BitConverter.IsLittleEndian
            ? BinaryPrimitives.ReadUInt32LittleEndian(facts[UidOffset..])
            : BinaryPrimitives.ReadUInt32BigEndian(facts[UidOffset..]);
        return uid == UserId.Current;
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(SafeFileHandle directory, string path, int flags, uint mask, ref byte facts);
}
