namespace Dirac.Persistence;

/// <summary>Where the databases are.</summary>
public sealed class PersistenceOptions
{
    /// <summary>The environment variable with the default MySQL connection string, so that passwords stay off command lines.</summary>
    public const string MySqlVariable = "DIRAC_MYSQL";

    /// <summary>The engine of all databases. Default: SQLite.</summary>
    public Engine Engine { get; set; } = Engine.Sqlite;

    /// <summary>The SQLite file; it and its folder are created for the owner only. Default: <c>dirac.db</c> in the working folder.</summary>
    public string SqlitePath { get; set; } = "dirac.db";

    /// <summary>How many SQLite queries may run at once. Default: 8; from 1 to 256.</summary>
    public int SqliteReaders { get; set; } = 8;

    /// <summary>
    /// MySQL connection string for databases without one of their own, such as <c>Server=…;Port=…;User ID=…;Password=…</c>.
    /// Default: the value of <see cref="MySqlVariable"/>.
    /// </summary>
    public string? MySqlDefault { get; set; } = Environment.GetEnvironmentVariable(MySqlVariable);

    /// <summary>MySQL connection strings by DIRAC's database name. One that names a <c>Database</c> uses that; others use prefix and name.</summary>
    public IDictionary<string, string> MySql { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Put before the names of databases on MySQL. Default: nothing.</summary>
    public string MySqlPrefix { get; set; } = "";

    /// <summary>The connection string for <paramref name="database"/>.</summary>
    internal string MySqlConnectionString(string database) => MySql.TryGetValue(database, out var own) ? own : MySqlDefault ?? "";
}
