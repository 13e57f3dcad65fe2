using System.Globalization;

namespace Dirac.Installation;

/// <summary>A pilot process with a work directory of its own.</summary>
/// <remarks>Not thread-safe. Disposing it kills the pilot; its supervisors kill their payloads then.</remarks>
public sealed class InstalledPilot : IAsyncDisposable
{
    /// <summary>The site of all pilots here.</summary>
    public const string Site = "DIRAC.Local.org";

    private InstalledPilot(RunningProgram program, string logFile, string secret) => (Program, LogFile, Secret) = (program, logFile, secret);

    /// <summary>The process.</summary>
    public RunningProgram Program { get; }

    /// <summary>What it logged in with.</summary>
    public string Secret { get; }

    /// <summary>Its output.</summary>
    public string LogFile { get; }

    /// <summary>Starts a pilot; it goes on without waiting for its first offer.</summary>
    /// <param name="server">For which server.</param>
    /// <param name="directory">Its work directory; the next pilot in it delivers what this one could not.</param>
    /// <param name="processors">Processors it offers.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <param name="more">More arguments.</param>
    public static async Task<InstalledPilot> StartAsync(
        InstalledServer server, string directory, int processors, CancellationToken cancellationToken, params string[] more) =>
        Start(Programs.Pilot, server, await server.CreatePilotSecretAsync(Site, 1, cancellationToken), directory, processors, more);

    /// <summary>Starts a build of the pilot with a secret that was made before.</summary>
    /// <param name="pilot">Path of the program.</param>
    /// <param name="server">For which server.</param>
    /// <param name="secret">What it logs in with.</param>
    /// <param name="directory">Its work directory.</param>
    /// <param name="processors">Processors it offers.</param>
    /// <param name="more">More arguments.</param>
    public static InstalledPilot Start(string pilot, InstalledServer server, string secret, string directory, int processors, params string[] more)
    {
        string[] arguments =
        [
            "run",
            "--url", server.Url.ToString(),
            "--ca", server.CaFile,
            "--stamp", Guid.NewGuid().ToString("N"),
            "--site", Site,
            "--ce", "localhost",
            "--processors", processors.ToString(CultureInfo.InvariantCulture),
            "--work-dir", directory,
            .. more,
        ];
        var log = directory + ".log";
        return new InstalledPilot(RunningProgram.Start(pilot, arguments, log, secret), log, secret);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Program.DisposeAsync();
}
