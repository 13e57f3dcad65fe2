using System.Data.Common;
using System.Text;
using Dirac.Installation;
using Microsoft.Data.Sqlite;
using MySqlConnector;

namespace Dirac.Benchmarks;

/// <summary>Fills tables of a server that is not running, many rows a statement.</summary>
internal sealed class BulkTables : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private readonly Func<string, string, string> _table;

    private BulkTables(DbConnection connection, Func<string, string, string> table)
    {
        _connection = connection;
        _table = table;
    }

    /// <summary>Opens the database that the server uses: SQLite's file, or MySQL where <c>DIRAC_MYSQL</c> says.</summary>
    public static async Task<BulkTables> OpenAsync(InstalledServer server, CancellationToken cancellationToken)
    {
        var mysql = Environment.GetEnvironmentVariable("DIRAC_MYSQL");
        BulkTables tables = string.IsNullOrEmpty(mysql)
            ? new(new SqliteConnection($"Data Source={Path.Combine(server.Directory, "dirac.db")};Pooling=False"), (database, table) => $"{database}_{table}")
            : new(new MySqlConnection(mysql), (database, table) => $"{database}.{table}");
        await tables._connection.OpenAsync(cancellationToken);
        return tables;
    }

    /// <summary>Inserts rows in one transaction.</summary>
    /// <remarks>On SQLite row by row: it looks parameters up one by one, so wide statements cost more.</remarks>
    public async Task InsertAsync(string database, string table, IReadOnlyList<string> columns, IEnumerable<object[]> rows, CancellationToken cancellationToken)
    {
        await using var transaction = await _connection.BeginTransactionAsync(cancellationToken);
        foreach (var chunk in rows.Chunk(_connection is MySqlConnection ? 1_000 : 1))
        {
            await using var command = _connection.CreateCommand();
            command.Transaction = transaction;
            var text = new StringBuilder($"INSERT INTO {_table(database, table)} ({string.Join(", ", columns)}) VALUES ");
            var number = 0;
            foreach (var row in chunk)
            {
                text.Append(number == 0 ? "(" : ", (");
                for (var column = 0; column < row.Length; column++)
                {
                    var parameter = command.CreateParameter();
                    parameter.ParameterName = $"@p{number++}";
                    parameter.Value = row[column];
                    command.Parameters.Add(parameter);
                    text.Append(column == 0 ? "" : ", ").Append(parameter.ParameterName);
                }

                text.Append(')');
            }

            command.CommandText = text.ToString();
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
