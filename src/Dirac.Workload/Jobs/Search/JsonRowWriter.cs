using System.Buffers;
using System.Text.Json;
using Dirac.Persistence;

namespace Dirac.Workload.Jobs.Search;

/// <summary>Writes rows of a table in the reply's form while they are read: one JSON object each, with the columns the table knows and numbers such as <c>count</c>. Not thread-safe.</summary>
/// <param name="table">The table.</param>
internal sealed class JsonRowWriter(SearchTable table)
{
    private const int UsualPage = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new(UsualPage);
    private Utf8JsonWriter? _writer;
    private ColumnWriting?[] _columns = [];

    /// <summary>How many rows were written.</summary>
    public int Count { get; private set; }

    /// <summary>The rows that a statement selects.</summary>
    public static async Task<JsonRows> ReadAsync(IDbSession session, SearchTable table, string sql, object? args, CancellationToken cancellationToken)
    {
        var rows = new JsonRowWriter(table);
        await session.ReadRowsAsync(sql, args, rows.Add, cancellationToken);
        return rows.Finish();
    }

    /// <summary>Writes a row; all have the same columns. Its place in the order is left out.</summary>
    public void Add(IRow row)
    {
        var writer = _writer ??= Begin(row);
        writer.WriteStartObject();
        for (var column = 0; column < _columns.Length; column++)
        {
            if (_columns[column] is not { } writing) continue;
            writer.WritePropertyName(writing.Name);
            JsonCells.Write(writer, row, column, writing.Kind);
        }

        writer.WriteEndObject();
        Count++;
    }

    /// <summary>The rows; none comes after that.</summary>
    public JsonRows Finish()
    {
        if (_writer is null) return JsonRows.None;
        _writer.WriteEndArray();
        _writer.Dispose();
        return new JsonRows(_buffer.WrittenMemory, Count);
    }

    private Utf8JsonWriter Begin(IRow row)
    {
        _columns = new ColumnWriting?[row.Columns];
        for (var column = 0; column < _columns.Length; column++) _columns[column] = table.Writing(row.Name(column));
        // What is written is a list of objects in any case.
        var writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true });
        writer.WriteStartArray();
        return writer;
    }
}
