using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Dirac.Persistence.Sqlite;

/// <summary>A row as the engine holds it: texts are not copied.</summary>
internal sealed class SqliteRow(SqliteDataReader reader) : IRow
{
    private readonly sqlite3_stmt _statement = reader.Handle!;

    public int Columns => reader.FieldCount;

    public string Name(int column) => reader.GetName(column);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    public double Real(int column) => raw.sqlite3_column_double(_statement, column);

    // The bytes of a text are what a blob of it would be.
    public ReadOnlySpan<byte> Text(int column) => raw.sqlite3_column_blob(_statement, column);
}
