namespace Dirac.Persistence.MySql;

internal sealed class MySqlDialect : Dialect
{
    private const int MostRowsPerInsert = 1_000;

    public static MySqlDialect Instance { get; } = new();

    public override Engine Engine => Engine.MySql;

    public override string UtcNow => "UTC_TIMESTAMP()";

    public override string UtcNowMs => "CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)";

    public override string InsertIgnore => "INSERT IGNORE INTO";

    public override string SkipLocked => " FOR UPDATE SKIP LOCKED";

    public override string ForUpdate => " FOR UPDATE";

    public override string LastInsertId => "LAST_INSERT_ID()";

    public override string FirstOfInserted(int rows) => LastInsertId;

    public override int MaxParameters => 65_535;

    internal override string? TakeSchemaLock => "SELECT GET_LOCK(@Name, 60)";

    internal override string? ReleaseSchemaLock => "SELECT RELEASE_LOCK(@Name)";

    internal override string ScriptFolder => "mysql";

    internal override int RowsPerInsert(int columns) => Math.Clamp(MaxParameters / columns, 1, MostRowsPerInsert);

    public override string Upsert(IReadOnlyList<string> keys, IReadOnlyList<string> columns) =>
        $" ON DUPLICATE KEY UPDATE {string.Join(", ", columns.Select(column => $"{column} = VALUES({column})"))}";

    public override string Regexp(string column, string parameter) => $"{column} REGEXP {parameter}";

    internal override string TableName(string database, string table) => $"`{table}`";

    internal override object? ToStored(object? value) => value switch
    {
        DateTime time => StoredTime.ToWholeSecond(time),
        DateTimeOffset time => StoredTime.ToWholeSecond(time.UtcDateTime),
        _ => value,
    };
}
