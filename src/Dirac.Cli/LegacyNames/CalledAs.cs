namespace Dirac.Cli.LegacyNames;

/// <summary>The name this program was called by.</summary>
internal static class CalledAs
{
    private const string OwnCommandLine = "/proc/self/cmdline";

    /// <summary>The first word of the command line as the system keeps it: the name of the link, where a link was called.</summary>
    public static string Read()
    {
        // A program that is not compiled ahead of time sees the name of its library instead.
        if (OperatingSystem.IsLinux() && File.Exists(OwnCommandLine) && File.ReadAllText(OwnCommandLine).Split('\0') is [{ Length: > 0 } first, ..]) return first;
        return Environment.GetCommandLineArgs() is [var name, ..] ? name : "";
    }
}
