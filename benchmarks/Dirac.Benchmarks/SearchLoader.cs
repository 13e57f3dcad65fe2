using System.Data.Common;
using System.Globalization;
using Dirac.Installation;
using Microsoft.Data.Sqlite;
using MySqlConnector;

namespace Dirac.Benchmarks;

/// <summary>Puts jobs straight into the tables of a server that does not run, counted as the server counts them.</summary>
internal sealed class SearchLoader : IAsyncDisposable
{
    private const string Counted = "VO, Owner, OwnerGroup, JobGroup, JobType, Site, Status, MinorStatus";
    private const int RowsPerTransaction = 100_000;
    private const int RowsPerStatement = 1_000;

    private readonly DbConnection _connection;
    private readonly bool _isSqlite;

    private SearchLoader(DbConnection connection) => (_connection, _isSqlite) = (connection, connection is SqliteConnection);

    public static async Task<SearchLoader> OpenAsync(InstalledServer server, CancellationToken cancellationToken)
    {
        var mysql = Environment.GetEnvironmentVariable("DIRAC_MYSQL");
        SearchLoader loader = string.IsNullOrEmpty(mysql)
            ? new(new SqliteConnection($"Data Source={Path.Combine(server.Directory, "dirac.db")};Pooling=False"))
            : new(new MySqlConnection($"{mysql};Database=JobDB"));
        await loader._connection.OpenAsync(cancellationToken);
        return loader;
    }

    /// <summary>How many jobs there are.</summary>
    public async Task<long> CountAsync(string condition, CancellationToken cancellationToken)
    {
        await using var command = Command($"SELECT COUNT(*) FROM {Table("Jobs")} WHERE {condition}");
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    /// <summary>Loads rows into empty tables.</summary>
    public async Task LoadAsync(IEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        await ExecuteAsync(_isSqlite ? "PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA foreign_keys = OFF" : "SET SESSION unique_checks = 0, foreign_key_checks = 0", cancellationToken);
        if (_isSqlite) await ExecuteAsync("CREATE TEMP TABLE kept_stat1 AS SELECT * FROM sqlite_stat1", cancellationToken);
        var indexes = _isSqlite ? await TakeIndexesAsync(cancellationToken) : [];
        foreach (var part in rows.Chunk(RowsPerTransaction))
        {
            await using var transaction = await _connection.BeginTransactionAsync(cancellationToken);
            await InsertAsync("JobJDLs", ["JobID", "JDL", "JobRequirements", "OriginalJDL"], part.Select(row => new[] { row[0], "", "", "" }), transaction, cancellationToken);
            await InsertAsync("Jobs", SearchData.Columns, part, transaction, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        foreach (var index in indexes) await ExecuteAsync(index, cancellationToken);
        // With an index goes what is known of it.
        if (_isSqlite) await ExecuteAsync("DELETE FROM sqlite_stat1; INSERT INTO sqlite_stat1 SELECT * FROM kept_stat1", cancellationToken);
        await ExecuteAsync($"INSERT INTO {Table("x_JobCounts")} ({Counted}, Jobs) SELECT {Counted}, COUNT(*) FROM {Table("Jobs")} GROUP BY {Counted}", cancellationToken);
        if (_isSqlite) await ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken);
        else await ExecuteAsync($"ANALYZE TABLE {Table("Jobs")}, {Table("x_JobCounts")}", cancellationToken);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // Sorted building of an index takes a fraction of the time of inserting into it row by row.
    private async Task<IReadOnlyList<string>> TakeIndexesAsync(CancellationToken cancellationToken)
    {
        var found = new List<(string Name, string Sql)>();
        await using (var list = Command("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'JobDB_Jobs' AND sql IS NOT NULL"))
        await using (var reader = await list.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) found.Add((reader.GetString(0), reader.GetString(1)));
        }

        foreach (var (name, _) in found) await ExecuteAsync($"DROP INDEX {name}", cancellationToken);
        return [.. found.Select(index => index.Sql)];
    }

    private async Task InsertAsync(string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows, DbTransaction transaction, CancellationToken cancellationToken)
    {
        DbCommand? command = null;
        var prepared = 0;
        foreach (var chunk in rows.Chunk(_isSqlite ? 1 : RowsPerStatement))
        {
            if (command is null || prepared != chunk.Length)
            {
                if (command is not null) await command.DisposeAsync();
                command = InsertOf(table, columns, chunk.Length, transaction);
                prepared = chunk.Length;
            }

            var index = 0;
            foreach (var value in chunk.SelectMany(row => row)) command.Parameters[index++].Value = Stored(value);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        if (command is not null) await command.DisposeAsync();
    }

    private DbCommand InsertOf(string table, IReadOnlyList<string> columns, int rows, DbTransaction transaction)
    {
        var command = Command("");
        command.Transaction = transaction;
        var lists = new List<string>();
        for (var row = 0; row < rows; row++)
        {
            var names = columns.Select((_, column) => $"@p{(row * columns.Count) + column}").ToList();
            foreach (var name in names)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                command.Parameters.Add(parameter);
            }

            lists.Add($"({string.Join(", ", names)})");
        }

        command.CommandText = $"INSERT INTO {Table(table)} ({string.Join(", ", columns)}) VALUES {string.Join(", ", lists)}";
        return command;
    }

    private object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        DateTime time when _isSqlite => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        _ => value,
    };

    private string Table(string name) => _isSqlite ? $"JobDB_{name}" : $"`{name}`";

    private DbCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        return command;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
