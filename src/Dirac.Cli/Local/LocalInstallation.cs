using Dirac.Cli.Shell;

namespace Dirac.Cli.Local;

/// <summary>A server and a pilot on this machine; disposing it stops the pilot first, then the server.</summary>
internal sealed class LocalInstallation : IAsyncDisposable
{
    private LocalInstallation(LocalServer server, LocalPilot pilot, string logDirectory)
    {
        Server = server;
        Pilot = pilot;
        LogDirectory = logDirectory;
    }

    /// <summary>The server.</summary>
    public LocalServer Server { get; }

    /// <summary>Folder of the logs.</summary>
    public string LogDirectory { get; }

    private LocalPilot Pilot { get; }

    /// <summary>Starts both and waits until the server answers.</summary>
    /// <param name="host">The process.</param>
    /// <param name="dataDirectory">The data directory; made if missing, for its owner only.</param>
    /// <param name="processors">How many processors the pilot offers.</param>
    /// <param name="serverArguments">More arguments for the server.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<LocalInstallation> StartAsync(
        CliHost host, string dataDirectory, int processors, IReadOnlyList<string> serverArguments, CancellationToken cancellationToken)
    {
        var programs = new ProgramLocator(host, AppContext.BaseDirectory);
        var (serverProgram, pilotProgram) = (programs.Server, programs.Pilot);
        var logs = Path.Combine(dataDirectory, "logs");
        MakePrivate(dataDirectory);
        MakePrivate(logs);

        var server = await LocalServer.StartAsync(serverProgram, dataDirectory, serverArguments, Path.Combine(logs, "server.log"), host.Clock, cancellationToken);
        var settings = new LocalPilotSettings
        {
            Processors = processors,
            WorkDirectory = Path.Combine(dataDirectory, "pilot"),
            LogFile = Path.Combine(logs, "pilot.log"),
        };
        var pilot = new LocalPilot(server, pilotProgram, settings, host.Clock);
        var both = new LocalInstallation(server, pilot, logs);
        try
        {
            await pilot.StartAsync(host.Error.WriteLine, cancellationToken);
            return both;
        }
        catch
        {
            await both.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Pilot.DisposeAsync();
        await Server.DisposeAsync();
    }

    private static void MakePrivate(string directory)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
        else Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
