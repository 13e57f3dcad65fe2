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

    public override int MaxParameters => 32_766;

    internal override string? TakeSchemaLock => null;

    internal override string? ReleaseSchemaLock => null;

    internal override string ScriptFolder => "sqlite";

    // Named parameters are looked up one by one in the statement, so wide statements cost more than repeating a narrow prepared one.
    internal override int RowsPerInsert(int columns) => 1;

    public override string Upsert(IReadOnlyList<string> keys, IReadOnlyList<string> columns) =>
        $" ON CONFLICT ({string.Join(", ", keys)}) DO UPDATE SET {string.Join(", ", columns.Select(column => $"{column} = excluded.{column}"))}";

    public override string Regexp(string column, string parameter) => $"{column} REGEXP {parameter}";

    internal override string TableName(string database, string table) => $"{database}_{table}";

    internal override object? ToStored(object? value) => value switch
    {
        DateTime time => StoredTime.ToText(time),
        DateTimeOffset time => StoredTime.ToText(time.UtcDateTime),
        _ => value,
    };
}
