using System.Runtime.InteropServices;

namespace Dirac.Security.Local;

/// <summary>Gives a file a name that must not be taken yet, in one step.</summary>
/// <remarks><see cref="File.Move(string, string, bool)"/> without overwriting looks first and renames then on Unix: of two that look at the same time, both succeed.</remarks>
internal static partial class NewName
{
    private const int AlreadyExists = 17;

    /// <summary>Names the file <paramref name="source"/> <paramref name="target"/>; false when there is such a file already. <paramref name="source"/> may still be there afterwards.</summary>
    /// <exception cref="IOException">The file system refuses, for another reason than a taken name.</exception>
    public static bool TryGive(string source, string target) => OperatingSystem.IsWindows() ? TryMove(source, target) : TryLink(source, target);

    private static bool TryLink(string source, string target)
    {
        if (Link(source, target) == 0)
            return true;
        var error = Marshal.GetLastPInvokeError();
        return error == AlreadyExists
            ? false
            : throw new IOException($"{target} cannot be created: {Marshal.GetPInvokeErrorMessage(error)} (error {error}).");
    }

    private static bool TryMove(string source, string target)
    {
        try
        {
            File.Move(source, target, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(target))
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string source, string target);
}
