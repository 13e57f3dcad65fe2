using System.Data.Common;
using System.Globalization;
using Dirac.Installation;
using Microsoft.Data.Sqlite;
using MySqlConnector;

namespace Dirac.Benchmarks;

/// <summary>Looks at the databases over connections of its own, as another program would: it sees what is committed.</summary>
internal sealed class ForeignEye : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private readonly Func<string, string, string> _table;

    private ForeignEye(DbConnection connection, Func<string, string, string> table)
    {
        _connection = connection;
        _table = table;
    }

    /// <summary>Opens the database that the server uses: SQLite's file, or MySQL where <c>DIRAC_MYSQL</c> says.</summary>
    public static async Task<ForeignEye> OpenAsync(InstalledServer server, CancellationToken cancellationToken)
    {
        var mysql = Environment.GetEnvironmentVariable("DIRAC_MYSQL");
        ForeignEye eye = string.IsNullOrEmpty(mysql)
            ? new(new SqliteConnection($"Data Source={Path.Combine(server.Directory, "dirac.db")};Mode=ReadOnly;Pooling=False"), (database, table) => $"{database}_{table}")
            : new(new MySqlConnection(mysql), (database, table) => $"{database}.{table}");
        await eye._connection.OpenAsync(cancellationToken);
        return eye;
    }

    /// <summary>Whether every job from <paramref name="first"/> to <paramref name="last"/> has its row, its descriptions and a line of history.</summary>
    public async Task<bool> SeesAsync(long first, long last, long count, CancellationToken cancellationToken) =>
        await CountAsync("JobDB", "Jobs", $"JobID BETWEEN {first} AND {last}", cancellationToken) == count
        && await CountAsync("JobDB", "JobJDLs", $"JobID BETWEEN {first} AND {last} AND OriginalJDL <> ''", cancellationToken) == count
        && await CountAsync("JobLoggingDB", "LoggingInfo", $"JobID BETWEEN {first} AND {last} AND SeqNum = 1", cancellationToken) == count;

    /// <summary>How many of these jobs are Waiting.</summary>
    public Task<long> CountWaitingAsync(long first, long last, CancellationToken cancellationToken) =>
        CountAsync("JobDB", "Jobs", $"Status = 'Waiting' AND JobID BETWEEN {first} AND {last}", cancellationToken);

    /// <summary>How many lines of history these jobs have.</summary>
    public Task<long> CountHistoryAsync(long first, long last, CancellationToken cancellationToken) =>
        CountAsync("JobLoggingDB", "LoggingInfo", $"JobID BETWEEN {first} AND {last}", cancellationToken);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<long> CountAsync(string database, string table, string condition, CancellationToken cancellationToken)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM {_table(database, table)} WHERE {condition}";
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }
}
