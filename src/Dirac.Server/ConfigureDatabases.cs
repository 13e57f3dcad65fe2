using System.Globalization;
using Dirac.Hosting.Configuration;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Microsoft.Extensions.Options;
using MySqlConnector;

namespace Dirac.Server;

/// <summary>Finds the databases of a DIRAC installation where its configuration names them: <c>Databases</c> of their systems, else <c>/Systems/Databases</c>.</summary>
/// <remarks><c>DIRAC_MYSQL</c> stands for what the configuration leaves out; without either, everything is in one SQLite file.</remarks>
internal sealed class ConfigureDatabases(IConfigurationSnapshots snapshots) : IConfigureOptions<PersistenceOptions>
{
    private const string Common = "/Systems/Databases";
    private const uint UsualPort = 3306;

    private static readonly Dictionary<string, string[]> Systems = new()
    {
        ["WorkloadManagement"] = ["JobDB", "JobLoggingDB", "TaskQueueDB", "SandboxMetadataDB", "PilotAgentsDB"],
        ["Framework"] = ["ProxyDB", "AuthDB"],
        ["ResourceStatus"] = ["ResourceStatusDB"],
    };

    /// <summary>Whether the configuration says where databases are: then this is an installation that others run too.</summary>
    public static bool AreConfigured(CfgSection root) =>
        root.GetOption($"{Common}/Host") is { Length: > 0 } || Systems.Any(system => system.Value.Any(database => Section(root, system.Key, database)?.GetOption("Host") is { Length: > 0 }));

    public void Configure(PersistenceOptions options)
    {
        var root = snapshots.Current.Root;
        if (!AreConfigured(root))
        {
            options.Engine = string.IsNullOrEmpty(options.MySqlDefault) ? Engine.Sqlite : Engine.MySql;
            return;
        }

        options.Engine = Engine.MySql;
        foreach (var (system, databases) in Systems)
        {
            foreach (var database in databases) options.MySql[database] = ConnectionString(root, system, database, options.MySqlDefault);
        }
    }

    private static string ConnectionString(CfgSection root, string system, string database, string? fallback)
    {
        var section = Section(root, system, database) ?? CfgSection.Empty;
        string? Find(string name) => section.GetOption(name) is { Length: > 0 } own ? own : root.GetOption($"{Common}/{name}") is { Length: > 0 } common ? common : null;

        var settings = new MySqlConnectionStringBuilder(fallback ?? "") { Database = Find("DBName") ?? database };
        if (Find("Host") is { } host) settings.Server = host;
        if (Find("User") is { } user) settings.UserID = user;
        if (Find("Password") is { } password) settings.Password = password;
        if (Find("Port") is { } port) settings.Port = ReadPort(port, system, database);
        else if (Find("Host") is not null) settings.Port = UsualPort;
        return settings.ConnectionString;
    }

    private static uint ReadPort(string text, string system, string database) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        ? port
        : throw new DiracException(ErrorCode.BadConfiguration, $"The Port of the database {database} of {system} is {text}, which is no number.", "Mend the configuration and start again.");

    private static CfgSection? Section(CfgSection root, string system, string database) => SystemSections.Find(root, system, $"Databases/{database}");
}
