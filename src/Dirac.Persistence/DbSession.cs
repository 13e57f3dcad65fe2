using System.Data.Common;
using System.Text;
using Dapper;

namespace Dirac.Persistence;

/// <summary>A session over an open connection; the database that made it owns the connection and the transaction.</summary>
internal sealed class DbSession(DbConnection connection, DbTransaction? transaction, Dialect dialect, TableNames names, bool canWrite) : IDbSession
{
    private List<Action>? _afterCommit;

    public string Database => names.Database;

    public Dialect Dialect => dialect;

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? args, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<T>(Command(sql, args, cancellationToken))).AsList();

    public Task<T?> QueryFirstOrDefaultAsync<T>(string sql, object? args, CancellationToken cancellationToken) =>
        connection.QueryFirstOrDefaultAsync<T>(Command(sql, args, cancellationToken));

    public async Task<T> ScalarAsync<T>(string sql, object? args, CancellationToken cancellationToken) =>
        (await connection.ExecuteScalarAsync<T>(Command(sql, args, cancellationToken)))!;

    public Task<int> ExecuteAsync(string sql, object? args, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command(sql, args, cancellationToken));

    public Task<int> InsertManyAsync(
        string table, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows, CancellationToken cancellationToken) =>
        InsertChunksAsync(table, columns, "", rows, cancellationToken);

    public Task UpsertManyAsync(
        string table,
        IReadOnlyList<string> keys,
        IReadOnlyList<string> columns,
        IEnumerable<IReadOnlyList<object?>> rows,
        CancellationToken cancellationToken) =>
        InsertChunksAsync(table, columns, dialect.Upsert(keys, [.. columns.Except(keys)]), rows, cancellationToken);

    private async Task<int> InsertChunksAsync(
        string table, IReadOnlyList<string> columns, string tail, IEnumerable<IReadOnlyList<object?>> rows, CancellationToken cancellationToken)
    {
        var inserted = 0;
        DbCommand? command = null;
        try
        {
            var prepared = 0;
            foreach (var chunk in rows.Chunk(dialect.RowsPerInsert(columns.Count)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (command is null || prepared != chunk.Length)
                {
                    if (command is not null)
                        await command.DisposeAsync();
                    command = InsertCommand(table, columns, tail, chunk.Length);
                    prepared = chunk.Length;
                }
                SetValues(command, columns.Count, chunk);
                inserted += await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }
        finally
        {
            if (command is not null)
                await command.DisposeAsync();
        }
        return inserted;
    }

    public void AfterCommit(Action action)
    {
        if (!canWrite)
            throw new InvalidOperationException("This session only reads; there is no commit to wait for.");
        (_afterCommit ??= []).Add(action);
    }

    /// <summary>What to run once the transaction is durable.</summary>
    public IReadOnlyList<Action> AfterCommitActions => _afterCommit ?? [];

    private CommandDefinition Command(string sql, object? args, CancellationToken cancellationToken) =>
        new(names.Expand(sql), args, transaction, cancellationToken: cancellationToken);

    private DbCommand InsertCommand(string table, IReadOnlyList<string> columns, string tail, int rows)
    {
        var sql = new StringBuilder($"INSERT INTO {{{table}}} ({string.Join(", ", columns)}) VALUES ");
        var command = connection.CreateCommand();
        for (var row = 0; row < rows; row++)
        {
            sql.Append(row == 0 ? "(" : ", (");
            for (var column = 0; column < columns.Count; column++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"@p{command.Parameters.Count}";
                sql.Append(column == 0 ? "" : ", ").Append(parameter.ParameterName);
                command.Parameters.Add(parameter);
            }
            sql.Append(')');
        }
        command.Transaction = transaction;
        command.CommandText = names.Expand(sql.Append(tail).ToString());
        return command;
    }

    private void SetValues(DbCommand command, int columns, IReadOnlyList<object?>[] rows)
    {
        var index = 0;
        foreach (var row in rows)
        {
            if (row.Count != columns)
                throw new ArgumentException($"A row of {row.Count} values was given for {columns} columns.", nameof(rows));
            foreach (var value in row)
                command.Parameters[index++].Value = dialect.ToStored(value) ?? DBNull.Value;
        }
    }
}
