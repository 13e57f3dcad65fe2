using System.Data;
using Microsoft.Data.Sqlite;

namespace Dirac.Persistence.Sqlite;

internal sealed class SqliteDialect : Dialect
{
    public static SqliteDialect Instance { get; } = new();

    public override Engine Engine => Engine.Sqlite;

    public override string UtcNow => "datetime('now')";

    public override string UtcNowMs => "CAST(ROUND(unixepoch('subsec') * 1000) AS INTEGER)";

    public override string InsertIgnore => "INSERT OR IGNORE INTO";

    public override string SkipLocked => "";

    public override string ForUpdate => "";

    public override string LastInsertId => "last_insert_rowid()";

    public override string FirstOfInserted(int rows) => $"last_insert_rowid() - {rows - 1}";

    public override string? PartitionsOf(string parameter) => null;

    public override int MaxParameters => 32_766;

    internal override string? TakeSchemaLock => null;

    internal override string? ReleaseSchemaLock => null;

    internal override string ScriptFolder => "sqlite";

    // SQLite works on the calling thread, which is the writer's own.
    internal override Task<int> RunRowsAsync(RowBatch batch, CancellationToken cancellationToken) =>
        Task.FromResult(((SqliteWriterConnection)batch.Connection).Run(batch, cancellationToken));

    public override string Upsert(IReadOnlyList<string> keys, IReadOnlyList<string> columns) =>
        $" ON CONFLICT ({string.Join(", ", keys)}) DO "
        + (columns.Count == 0 ? "NOTHING" : $"UPDATE SET {string.Join(", ", columns.Select(column => $"{column} = excluded.{column}"))}");

    internal override string Accumulate(string table, IReadOnlyList<string> keys, string number) =>
        $" ON CONFLICT ({string.Join(", ", keys)}) DO UPDATE SET {number} = {table}.{number} + excluded.{number}";

    // Rows come one at a time here.
    internal override string UpdateMany(string table, string key, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> parameters) =>
        $"UPDATE {table} SET {string.Join(", ", columns.Zip(parameters[0].Skip(1), (column, parameter) => $"{column} = {parameter}"))} WHERE {key} = {parameters[0][0]}";

    public override string Regexp(string column, string parameter) => $"{column} REGEXP {parameter}";

    public override string Like(string column, string parameter) => $"{column} LIKE {parameter} ESCAPE '\\'";

    // The sign keeps the engine from an index on the column.
    public override string Coarse(string column) => $"+{column}";

    public override string ByIndex(string index) => "";

    // There is no server: the process interrupts its own statement.
    internal override string Limited(string sql, TimeSpan longest) => sql;

    internal override (string Sql, object? Args) Bind(string sql, object? args) => SqliteLists.Bind(sql, args);

    internal override IRow RowOf(IDataReader reader) => new SqliteRow((SqliteDataReader)reader);

    internal override string TableName(string database, string table) => $"{database}_{table}";

    internal override object? ToStored(object? value) => value switch
    {
        DateTime time => StoredTime.ToText(time),
        DateTimeOffset time => StoredTime.ToText(time.UtcDateTime),
        _ => value,
    };
}
