using System.CommandLine;
using Dirac.Cli.Profiles;
using Dirac.Client.Accounts;
using Dirac.Client.Http;
using Dirac.Client.Identity;
using Dirac.Client.Jobs;
using Dirac.Client.Pilots;
using Dirac.Client.Sandboxes;
using Dirac.Client.Sets;
using Dirac.Client.Statuses;
using Dirac.Client.Tasks;

namespace Dirac.Cli.Shell;

/// <summary>One run of one command: where it writes, and the server it talks to once it asks for it.</summary>
internal sealed class Session : IDisposable
{
    private readonly ServerAddress _server;
    private readonly Lazy<ApiConnection> _connection;

    /// <summary>Reads the global options; connects to nothing yet.</summary>
    /// <param name="host">The process.</param>
    /// <param name="parsed">The command line.</param>
    public Session(CliHost host, ParseResult parsed)
    {
        Host = host;
        var options = GlobalOptions.Read(parsed);
        Screen = new Screen(host, options.Json, options.NoColor);
        DataDirectory = Shell.DataDirectory.Find(options.Data, host);
        Profiles = new ProfileStore(host);
        _server = new ServerAddress(host, DataDirectory, options, Profiles);
        _connection = new Lazy<ApiConnection>(() => _server.Connect(Group));
    }

    /// <summary>The process.</summary>
    public CliHost Host { get; }

    /// <summary>Where results go.</summary>
    public Screen Screen { get; }

    /// <summary>Full path of the data directory; it may not exist.</summary>
    public string DataDirectory { get; }

    /// <summary>Logins by name.</summary>
    public ProfileStore Profiles { get; }

    /// <summary>What the command line and the environment say of the server.</summary>
    public ServerAddress Server => _server;

    /// <summary>The DIRAC group to work as; null means the login's own. Set before the first call.</summary>
    public string? Group { get; set; }

    /// <summary>The server.</summary>
    public ApiConnection Connection => _connection.Value;

    /// <summary>Jobs.</summary>
    public JobClient Jobs => new(Connection);

    /// <summary>Why jobs wait, and whose turn it is.</summary>
    public ExplainClient Explain => new(Connection);

    /// <summary>Pilots.</summary>
    public PilotClient Pilots => new(Connection);

    /// <summary>What is known of pilots, and orders to them.</summary>
    public PilotRecordClient PilotRecords => new(Connection);

    /// <summary>Sets of jobs.</summary>
    public JobSetClient Sets => new(Connection);

    /// <summary>Statuses of sites and computing elements, and their downtimes.</summary>
    public StatusClient Statuses => new(Connection);

    /// <summary>Queues that get pilots.</summary>
    public DirectionClient Direction => new(Connection);

    /// <summary>Sandboxes.</summary>
    public SandboxClient Sandboxes => new(Connection);

    /// <summary>Identity.</summary>
    public IdentityClient Identity => new(Connection);

    /// <summary>People who ask to be registered, and accounts that follow an identity provider.</summary>
    public AccountClient Accounts => new(Connection);

    /// <summary>Work that the server does by itself.</summary>
    public TaskClient Tasks => new(Connection);

    /// <summary>Works as <paramref name="group"/>, or, when none is named, as a group that has a right. Before the first call.</summary>
    /// <param name="group">The group named by the user, or null.</param>
    /// <param name="properties">One of these is needed.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task WorkAsAsync(string? group, IReadOnlyList<string> properties, CancellationToken cancellationToken) =>
        Group = group ?? await GroupChoice.FindAsync(_server, properties, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_connection.IsValueCreated) _connection.Value.Dispose();
    }
}
