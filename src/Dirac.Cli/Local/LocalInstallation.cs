using Dirac.Cli.Shell;
using Dirac.Client.Http;
using Dirac.Client.Pilots;

namespace Dirac.Cli.Local;

/// <summary>A server and a pilot on this machine; disposing it stops the pilot first, then the server.</summary>
internal sealed class LocalInstallation : IAsyncDisposable
{
    private readonly ApiConnection _administration;
    private readonly LocalPilot _pilot;

    private LocalInstallation(LocalServer server, ApiConnection administration, LocalPilot pilot, string logDirectory)
    {
        Server = server;
        _administration = administration;
        _pilot = pilot;
        LogDirectory = logDirectory;
    }

    /// <summary>The server.</summary>
    public LocalServer Server { get; }

    /// <summary>Folder of the logs.</summary>
    public string LogDirectory { get; }

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
        try
        {
            var administration = await server.ConnectAsAdministratorAsync(cancellationToken);
            var pilot = new LocalPilot(server, new PilotClient(administration), pilotProgram, settings, host.Clock);
            await pilot.StartAsync(host.Error.WriteLine, cancellationToken);
            return new LocalInstallation(server, administration, pilot, logs);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _pilot.DisposeAsync();
        _administration.Dispose();
        await Server.DisposeAsync();
    }

    private static void MakePrivate(string directory)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
        else Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
