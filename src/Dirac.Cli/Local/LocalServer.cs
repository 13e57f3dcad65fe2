using Dirac.Client.Http;
using Dirac.Client.Identity;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Security.Local;

namespace Dirac.Cli.Local;

/// <summary>A server on this machine, started by this program.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(30);
    private readonly LocalProcess _process;
    private readonly TimeProvider _clock;

    private LocalServer(LocalProcess process, ServerReady ready, string dataDirectory, TimeProvider clock)
    {
        _process = process;
        _clock = clock;
        Options = new ApiConnectionOptions
        {
            Url = new Uri(ready.Urls[0]),
            CaFile = ready.Ca is { } file ? Path.Combine(dataDirectory, file) : null,
        };
        Identity = LocalIdentity.Read(dataDirectory);
        Connection = ConnectAs(group: null);
    }

    /// <summary>Where it is and how to trust it.</summary>
    public ApiConnectionOptions Options { get; }

    /// <summary>Who its starter is there.</summary>
    public LocalIdentity Identity { get; }

    /// <summary>A connection as its starter, in the default group.</summary>
    public ApiConnection Connection { get; }

    /// <summary>Its process number.</summary>
    public int Pid => _process.Id;

    /// <summary>Where its log is.</summary>
    public string LogFile => _process.LogFile;

    /// <summary>Starts a server and waits until it answers.</summary>
    /// <param name="program">Path of dirac-server.</param>
    /// <param name="dataDirectory">Its data directory; made by the server if missing.</param>
    /// <param name="arguments">More arguments.</param>
    /// <param name="logFile">Where to append its output.</param>
    /// <param name="clock">The clock of the wait.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="DiracException">It ended at once, or does not become ready.</exception>
    public static async Task<LocalServer> StartAsync(
        string program, string dataDirectory, IEnumerable<string> arguments, string logFile, TimeProvider clock, CancellationToken cancellationToken)
    {
        var process = LocalProcess.Start(program, ["--data", dataDirectory, .. arguments], null, logFile);
        try
        {
            var ready = await WaitUntilReadyAsync(process, dataDirectory, clock, cancellationToken);
            return new LocalServer(process, ready, dataDirectory, clock);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a connection that may make pilot secrets; the caller disposes it.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="DiracException">NotAuthorized: no group of the VO has the right.</exception>
    public async Task<ApiConnection> ConnectAsAdministratorAsync(CancellationToken cancellationToken)
    {
        var metadata = await Connection.SendAsync(ApiRequest.Get("/.well-known/dirac-metadata"), ModelJsonContext.Default.DiracMetadata, cancellationToken);
        var groups = metadata.VirtualOrganizations.TryGetValue(Identity.Vo, out var vo) ? vo.Groups : new Dictionary<string, GroupMetadata>();
        var group = groups.Where(entry => entry.Value.Properties.Contains(DiracProperties.ServiceAdministrator)).Select(entry => entry.Key).Order(StringComparer.Ordinal).FirstOrDefault()
            ?? throw new DiracException(
                ErrorCode.NotAuthorized,
                $"No group of {Identity.Vo} has the property {DiracProperties.ServiceAdministrator}, which it takes to let pilots in.",
                $"Add one with {Identity.User} among its users to the configuration.");
        return ConnectAs(group);
    }

    /// <summary>Waits until it has ended by itself.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitAsync(CancellationToken cancellationToken) => _process.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Connection.Dispose();
        await _process.StopAsync(DrainTime, _clock);
        await _process.DisposeAsync();
    }

    private ApiConnection ConnectAs(string? group) => LocalLogin.Connect(Options, Identity, group, _clock);

    private static async Task<ServerReady> WaitUntilReadyAsync(LocalProcess process, string dataDirectory, TimeProvider clock, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (clock.GetElapsedTime(started) < Patience)
        {
            // The file of a server that was killed may still be there; its process number tells it apart.
            if (ServerReady.TryRead(dataDirectory) is { Urls.Count: > 0 } ready && ready.Pid == process.Id) return ready;
            if (process.HasExited)
            {
                throw new DiracException(
                    ErrorCode.Unavailable, $"The server ended with exit code {process.ExitCode} before it was ready.", $"Its last words:{Environment.NewLine}{await process.LastLinesAsync(10)}");
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }

        throw new DiracException(ErrorCode.Unavailable, $"The server is not ready after {Patience.TotalSeconds:0} s.", $"Its log is {process.LogFile}.");
    }
}
