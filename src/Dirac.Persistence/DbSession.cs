using System.Data.Common;
using Dapper;

namespace Dirac.Persistence;

/// <summary>A session over an open connection; the database that made it owns the connection and the transaction.</summary>
internal sealed class DbSession(DbConnection connection, DbTransaction? transaction, Dialect dialect, TableNames names, bool canWrite, TimeSpan? longest = null) : IDbSession
{
    private List<Action>? _afterCommit;

    public string Database => names.Database;

    public Dialect Dialect => dialect;

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? args, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<T>(Command(sql, args, cancellationToken))).AsList();

    public async Task ReadRowsAsync(string sql, object? args, Action<IRow> read, CancellationToken cancellationToken)
    {
        await using var reader = await connection.ExecuteReaderAsync(Command(sql, args, cancellationToken));
        var row = dialect.RowOf(((IWrappedDataReader)reader).Reader);
        while (await reader.ReadAsync(cancellationToken)) read(row);
    }

    public Task<T?> QueryFirstOrDefaultAsync<T>(string sql, object? args, CancellationToken cancellationToken) =>
        connection.QueryFirstOrDefaultAsync<T>(Command(sql, args, cancellationToken));

    public async Task<T> ScalarAsync<T>(string sql, object? args, CancellationToken cancellationToken) =>
        (await connection.ExecuteScalarAsync<T>(Command(sql, args, cancellationToken)))!;

    public Task<int> ExecuteAsync(string sql, object? args, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Command(sql, args, cancellationToken));

    public Task<int> InsertManyAsync(
        string table, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows, CancellationToken cancellationToken) =>
        RunRowsAsync(columns.Count, parameters => Insert(Full(table), columns, "", parameters), rows, cancellationToken);

    public Task UpsertManyAsync(
        string table,
        IReadOnlyList<string> keys,
        IReadOnlyList<string> columns,
        IEnumerable<IReadOnlyList<object?>> rows,
        CancellationToken cancellationToken)
    {
        var tail = dialect.Upsert(keys, [.. columns.Except(keys)]);
        return RunRowsAsync(columns.Count, parameters => Insert(Full(table), columns, tail, parameters), rows, cancellationToken);
    }

    public Task AddManyAsync(
        string table, IReadOnlyList<string> keys, string number, IEnumerable<IReadOnlyList<object?>> rows, CancellationToken cancellationToken)
    {
        var tail = dialect.Accumulate(Full(table), keys, number);
        return RunRowsAsync(keys.Count + 1, parameters => Insert(Full(table), [.. keys, number], tail, parameters), rows, cancellationToken);
    }

    public Task UpdateManyAsync(
        string table, string key, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows, CancellationToken cancellationToken) =>
        RunRowsAsync(columns.Count + 1, parameters => dialect.UpdateMany(Full(table), key, columns, parameters), rows, cancellationToken);

    private Task<int> RunRowsAsync(
        int width, Func<IReadOnlyList<IReadOnlyList<string>>, string> statement, IEnumerable<IReadOnlyList<object?>> rows, CancellationToken cancellationToken) =>
        canWrite
            ? dialect.RunRowsAsync(new RowBatch(connection, transaction, width, statement, rows), cancellationToken)
            : throw new InvalidOperationException("This session only reads.");

    public void AfterCommit(Action action)
    {
        if (!canWrite)
            throw new InvalidOperationException("This session only reads; there is no commit to wait for.");
        (_afterCommit ??= []).Add(action);
    }

    /// <summary>What to run once the transaction is durable.</summary>
    public IReadOnlyList<Action> AfterCommitActions => _afterCommit ?? [];

    private string Full(string table) => names.Expand($"{{{table}}}");

    private CommandDefinition Command(string sql, object? args, CancellationToken cancellationToken)
    {
        var (text, values) = dialect.Bind(names.Expand(longest is { } limit ? dialect.Limited(sql, limit) : sql), args);
        return new(text, values, transaction, cancellationToken: cancellationToken);
    }

    private static string Insert(string table, IReadOnlyList<string> columns, string tail, IReadOnlyList<IReadOnlyList<string>> parameters) =>
        $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES {string.Join(", ", parameters.Select(row => $"({string.Join(", ", row)})"))}{tail}";
}
