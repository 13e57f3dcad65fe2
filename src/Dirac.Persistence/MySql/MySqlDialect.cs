using System.Data;
using System.Data.Common;
using System.Globalization;

namespace Dirac.Persistence.MySql;

internal sealed class MySqlDialect : Dialect
{
    private const string Select = "SELECT";
    private const string NoIntersection = "index_merge_intersection=off";

    public static MySqlDialect Instance { get; } = new();

    public override Engine Engine => Engine.MySql;

    public override string UtcNow => "UTC_TIMESTAMP()";

    public override string UtcNowMs => "CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)";

    public override string InsertIgnore => "INSERT IGNORE INTO";

    public override string SkipLocked => " FOR UPDATE SKIP LOCKED";

    public override string ForUpdate => " FOR UPDATE";

    public override string LastInsertId => "LAST_INSERT_ID()";

    public override string FirstOfInserted(int rows) => LastInsertId;

    public override string PartitionsOf(string parameter) =>
        $"SELECT PARTITION_NAME FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = {parameter} AND PARTITION_NAME IS NOT NULL";

    public override int MaxParameters => 65_535;

    internal override string? TakeSchemaLock => "SELECT GET_LOCK(@Name, 60)";

    internal override string? ReleaseSchemaLock => "SELECT RELEASE_LOCK(@Name)";

    internal override string ScriptFolder => "mysql";

    internal override Task<int> RunRowsAsync(RowBatch batch, CancellationToken cancellationToken) => MySqlRows.RunAsync(batch, cancellationToken);

    public override string Upsert(IReadOnlyList<string> keys, IReadOnlyList<string> columns) =>
        $" ON DUPLICATE KEY UPDATE {string.Join(", ", columns.DefaultIfEmpty(keys[0]).Select(column => $"{column} = VALUES({column})"))}";

    internal override string Accumulate(string table, IReadOnlyList<string> keys, string number) =>
        $" ON DUPLICATE KEY UPDATE {number} = {table}.{number} + VALUES({number})";

    internal override string UpdateMany(string table, string key, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> parameters)
    {
        string[] names = [key, .. columns];
        var first = string.Join(", ", parameters[0].Zip(names, (parameter, name) => $"{parameter} AS {name}"));
        var rest = string.Concat(parameters.Skip(1).Select(row => $" UNION ALL SELECT {string.Join(", ", row)}"));
        return $"UPDATE {table} target JOIN (SELECT {first}{rest}) given ON target.{key} = given.{key}"
            + $" SET {string.Join(", ", columns.Select(column => $"target.{column} = given.{column}"))}";
    }

    public override string Regexp(string column, string parameter) => $"{column} REGEXP {parameter}";

    // The backslash is the engine's own escape character.
    public override string Like(string column, string parameter) => $"{column} LIKE {parameter}";

    // The engine looks into its indexes before it chooses one.
    public override string Coarse(string column) => column;

    // It compares for equality wherever it can and does not see that a range would begin deeper in the index.
    public override string ByIndex(string index) => $" FORCE INDEX ({index})";

    // MariaDB reads the first comment and not the second, MySQL the second and not the first. Intersecting two long lists of rows, which both like,
    // costs more than looking through the shorter one until a page is full.
    internal override string Limited(string sql, TimeSpan longest) => sql.StartsWith(Select, StringComparison.Ordinal)
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"/*M!100100 SET STATEMENT max_statement_time={longest.TotalSeconds:0.###}, optimizer_switch='{NoIntersection}' FOR */ {Select} /*+ MAX_EXECUTION_TIME({longest.TotalMilliseconds:0}) SET_VAR(optimizer_switch='{NoIntersection}') */{sql[Select.Length..]}")
        : sql;

    internal override IRow RowOf(IDataReader reader) => new MySqlRow((DbDataReader)reader);

    internal override string TableName(string database, string table) => $"`{table}`";

    internal override object? ToStored(object? value) => value switch
    {
        DateTime time => StoredTime.ToWholeSecond(time),
        DateTimeOffset time => StoredTime.ToWholeSecond(time.UtcDateTime),
        _ => value,
    };
}
