using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Dirac.Configuration.Master;

/// <summary>Files that are there whole, as they were or as they are to be, whenever the process or the machine dies.</summary>
internal static partial class DurableFile
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
    private const int ReadOnly = 0;

    /// <summary>Puts <paramref name="content"/> in place of <paramref name="path"/>, whose mode is kept. When it returns, that is on disk.</summary>
    /// <remarks>One writer at a time: what a writer that died has left beside the file is overwritten.</remarks>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var fresh = $"{path}.new";
        using (var file = new FileStream(fresh, CreateOptions()))
        {
            if (!OperatingSystem.IsWindows() && File.Exists(path)) File.SetUnixFileMode(file.SafeFileHandle, File.GetUnixFileMode(path));
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
        FlushDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    private static FileStreamOptions CreateOptions()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Mode;
        return options;
    }

    // Without this the name may still lead to the old content after a power cut. Not every file system can do it.
    private static void FlushDirectory(string directory)
    {
        if (OperatingSystem.IsWindows()) return;
        using var handle = new SafeFileHandle(Open(directory, ReadOnly), ownsHandle: true);
        if (!handle.IsInvalid) _ = Flush(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(SafeFileHandle file);
}
