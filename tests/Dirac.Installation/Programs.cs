namespace Dirac.Installation;

/// <summary>Where the programs of this build are.</summary>
public static class Programs
{
    /// <summary>The server.</summary>
    public static string Server => Find("DIRAC_SERVER_BIN", "Dirac.Server", "dirac-server");

    /// <summary>The pilot.</summary>
    public static string Pilot => Find("DIRAC_PILOT_BIN", "Dirac.Pilot", "dirac-pilot");

    /// <summary>A pilot for thousands of payloads: the native one when <c>DIRAC_NATIVE_PILOT</c> names one of this build, which starts their supervisors sooner, or else the usual one.</summary>
    public static string SwiftPilot => Environment.GetEnvironmentVariable("DIRAC_NATIVE_PILOT") is { Length: > 0 } native && File.Exists(native) ? native : Pilot;

    /// <summary>The command line.</summary>
    public static string Cli => Find("DIRAC_CLI_BIN", "Dirac.Cli", "dirac");

    /// <summary>Where the native pilot is when it has been built (<c>eng/publish-pilot</c>).</summary>
    /// <param name="architecture">x64 or arm64.</param>
    public static string NativePilot(string architecture) =>
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "pilot", architecture, "dirac-pilot"));

    // Programs lie beside each other: bin/Dirac.Server/release/dirac-server.
    private static string Find(string variable, string project, string name)
    {
        var home = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        var path = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named
            ? Path.GetFullPath(named)
            : Path.GetFullPath(Path.Combine(home, "..", "..", project, Path.GetFileName(home), name));
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is missing; build {project} first, or name {name} with {variable}.");
    }
}
