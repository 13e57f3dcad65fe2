using System.Diagnostics;
using Dirac.Installation;

namespace Dirac.EndToEnd.Tests;

/// <summary>The pilot's program for nodes without a network: as a pilot it runs in a network namespace with nothing in it, as a relay it does not.</summary>
internal static class LonelyPilot
{
    /// <summary>Skips the test where no namespaces can be made.</summary>
    public static void SkipWithoutNamespaces()
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "unshare --net true 2>/dev/null"]))!;
        process.WaitForExit();
        Assert.SkipUnless(process.ExitCode == 0, "Takes the right to make network namespaces: run it as root, with util-linux.");
    }

    /// <summary>Writes the program.</summary>
    /// <param name="path">Where.</param>
    /// <returns>Its path.</returns>
    public static string Write(string path)
    {
        File.WriteAllText(path, $"#!/bin/sh\n[ \"$1\" = relay ] && exec '{Programs.Pilot}' \"$@\"\nexec unshare --net '{Programs.Pilot}' \"$@\"\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>Ends relays that share a directory below another.</summary>
    /// <param name="folder">That other.</param>
    public static void EndRelays(string folder)
    {
        foreach (var process in Process.GetProcesses().Where(process => CommandOf(process).Contains($"--files\0{folder}", StringComparison.Ordinal)))
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    private static string CommandOf(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline");
        }
        catch (IOException)
        {
            return ""; // it has ended
        }
    }
}
