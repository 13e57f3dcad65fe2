using System.ComponentModel;
using System.Diagnostics;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Identity;

/// <summary>Opens pages in a person's browser.</summary>
internal static class Browser
{
    /// <summary>Whether a browser would be seen: a person is at this terminal, and the machine has a screen of theirs. Pure.</summary>
    /// <param name="host">The process.</param>
    public static bool IsLikely(CliHost host)
    {
        if (!host.OutputIsTerminal) return false;
        if (OperatingSystem.IsMacOS()) return !Given(host, "SSH_CONNECTION");
        return OperatingSystem.IsLinux() && (Given(host, "DISPLAY") || Given(host, "WAYLAND_DISPLAY"));
    }

    /// <summary>Opens a page; false when there is no program for that.</summary>
    /// <param name="page">An http or https address.</param>
    public static bool TryOpen(Uri page)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(page.AbsoluteUri);
        try
        {
            using var process = Process.Start(start);
            return process is not null;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static bool Given(CliHost host, string name) => !string.IsNullOrEmpty(host.Variable(name));
}
