using Dirac.Persistence;

namespace Dirac.Tasks.Tests.Simulation;

/// <summary>A session on SQLite whose clock is a row that the run changes.</summary>
internal sealed class ClockedSession(IDbSession inner) : IDbSession
{
    /// <summary>The clock, in place of the engine's.</summary>
    public const string NowMs = "(SELECT NowMs FROM {x_Clock})";

    public string Database => inner.Database;

    public Dialect Dialect => inner.Dialect;

    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? args, CancellationToken cancellationToken) => inner.QueryAsync<T>(Text(sql), args, cancellationToken);

    public Task ReadRowsAsync(string sql, object? args, Action<IRow> read, CancellationToken cancellationToken) => inner.ReadRowsAsync(Text(sql), args, read, cancellationToken);

    public Task<T?> QueryFirstOrDefaultAsync<T>(string sql, object? args, CancellationToken cancellationToken) =>
        inner.QueryFirstOrDefaultAsync<T>(Text(sql), args, cancellationToken);

    public Task<T> ScalarAsync<T>(string sql, object? args, CancellationToken cancellationToken) => inner.ScalarAsync<T>(Text(sql), args, cancellationToken);

    public Task<int> ExecuteAsync(string sql, object? args, CancellationToken cancellationToken) => inner.ExecuteAsync(Text(sql), args, cancellationToken);

    public Task<int> InsertManyAsync(
        string table, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows, CancellationToken cancellationToken) =>
        inner.InsertManyAsync(table, columns, rows, cancellationToken);

    public Task UpsertManyAsync(
        string table,
        IReadOnlyList<string> keys,
        IReadOnlyList<string> columns,
        IEnumerable<IReadOnlyList<object?>> rows,
        CancellationToken cancellationToken) => inner.UpsertManyAsync(table, keys, columns, rows, cancellationToken);

    public Task AddManyAsync(
        string table, IReadOnlyList<string> keys, string number, IEnumerable<IReadOnlyList<object?>> rows, CancellationToken cancellationToken) =>
        inner.AddManyAsync(table, keys, number, rows, cancellationToken);

    public Task UpdateManyAsync(
        string table, string key, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows, CancellationToken cancellationToken) =>
        inner.UpdateManyAsync(table, key, columns, rows, cancellationToken);

    public void AfterCommit(Action action) => inner.AfterCommit(action);

    private string Text(string sql) => sql.Replace(Dialect.UtcNowMs, NowMs, StringComparison.Ordinal);
}
