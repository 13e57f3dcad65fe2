using System.Runtime.InteropServices;

namespace Dirac.Security.Local;

/// <summary>The number of the user this process acts as, which names of proxy files contain; .NET has no call for it.</summary>
public static partial class UserId
{
    /// <summary>The number; 0 where users have none.</summary>
    public static uint Current => OperatingSystem.IsWindows() ? 0 : GetEffectiveUid();

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUid();
}
