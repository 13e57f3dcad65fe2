using MySqlConnector;
using Xunit;

namespace Dirac.Testing;

/// <summary>Names for the databases of one server process on the MySQL server of the tests, so that servers do not meet; dropped with it.</summary>
public sealed class ServerDatabases : IAsyncDisposable
{
    private static readonly (string System, string[] Databases)[] All =
    [
        ("WorkloadManagement", ["JobDB", "JobLoggingDB", "TaskQueueDB", "SandboxMetadataDB", "PilotAgentsDB"]),
        ("Framework", ["ProxyDB", "AuthDB"]),
        ("ResourceStatus", ["ResourceStatusDB"]),
    ];

    private readonly MySqlConnectionStringBuilder _server;
    private readonly string _prefix;

    private ServerDatabases(MySqlConnectionStringBuilder server, string prefix) => (_server, _prefix) = (server, prefix);

    /// <summary>The options with which a server finds them.</summary>
    public IReadOnlyDictionary<string, string> Options => new Dictionary<string, string>(
    [
        new("/Systems/Databases/Host", _server.Server), new("/Systems/Databases/Port", $"{_server.Port}"),
        new("/Systems/Databases/User", _server.UserID), new("/Systems/Databases/Password", _server.Password),
        .. All.SelectMany(system => system.Databases.Select(database => KeyValuePair.Create($"/Systems/{system.System}/Databases/{database}/DBName", _prefix + database))),
    ]);

    /// <summary>Chooses names. Skips the running test when there is no MySQL server.</summary>
    public static ServerDatabases Choose()
    {
        var server = Environment.GetEnvironmentVariable(TestDatabases.MySqlVariable);
        if (string.IsNullOrEmpty(server)) Assert.Skip($"{TestDatabases.MySqlVariable} is not set.");
        return new ServerDatabases(new MySqlConnectionStringBuilder(server), TestDatabases.NewPrefix());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await TestDatabases.DropAsync(_server.ConnectionString, _prefix);
}
