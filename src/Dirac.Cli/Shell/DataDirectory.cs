namespace Dirac.Cli.Shell;

/// <summary>Finds the data directory of a server on this machine.</summary>
internal static class DataDirectory
{
    /// <summary>The directory named by the option, else by DIRAC_DATA, else the user's own, as a full path.</summary>
    /// <param name="option">Value of <c>--data</c>, if given.</param>
    /// <param name="host">The process.</param>
    public static string Find(string? option, CliHost host) =>
        Path.GetFullPath(option ?? Given(host, "DIRAC_DATA") ?? Path.Combine(UserData(host), "dirac"), host.WorkingDirectory);

    private static string UserData(CliHost host) =>
        Given(host, "XDG_DATA_HOME") ?? Path.Combine(Given(host, "HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share");

    private static string? Given(CliHost host, string name) => host.Variable(name) is { Length: > 0 } value ? value : null;
}
