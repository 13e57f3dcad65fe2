using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Dirac.Persistence.Sqlite;

/// <summary>The writer's connection, with statements kept for rows by the hundred thousand.</summary>
/// <remarks>
/// Through the engine's own interface a row costs half of what a command with named parameters costs. Not thread-safe: the writer is alone.
/// </remarks>
internal sealed class SqliteWriterConnection(string connectionString) : KeepingConnection(connectionString)
{
    // Texts of bulk statements come from the stores and are few; the bound only guards against a store that composes endless ones.
    private const int MostKept = 200;

    private readonly Dictionary<string, sqlite3_stmt> _statements = [];

    /// <summary>Runs a statement once for each row.</summary>
    /// <returns>The rows it touched.</returns>
    public int Run(RowBatch batch, CancellationToken cancellationToken)
    {
        var sql = batch.Statement([[.. Enumerable.Range(1, batch.Width).Select(number => $"?{number}")]]);
        sqlite3_stmt? statement = null;
        IReadOnlyList<object?>? before = null;
        var touched = 0;
        foreach (var row in batch.Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            batch.Check(row);
            statement ??= Prepare(sql);
            touched += Step(statement, row, before);
            before = row;
        }
        return touched;
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
        base.Dispose(disposing);
    }

    private sqlite3_stmt Prepare(string sql)
    {
        if (_statements.TryGetValue(sql, out var known))
            return known;
        if (_statements.Count >= MostKept)
            Forget();
        Check(raw.sqlite3_prepare_v2(Handle, sql, out var statement));
        return _statements[sql] = statement;
    }

    private int Step(sqlite3_stmt statement, IReadOnlyList<object?> row, IReadOnlyList<object?>? before)
    {
        for (var index = 0; index < row.Count; index++)
        {
            // What is bound stays bound, and the rows of a batch are much alike.
            if (before is null || !Equals(before[index], row[index]))
                Check(Bind(statement, index + 1, SqliteDialect.Instance.ToStored(row[index])));
        }
        var code = raw.sqlite3_step(statement);
        if (code is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            // The handle still knows what went wrong; resetting repeats the code.
            raw.sqlite3_reset(statement);
            SqliteException.ThrowExceptionForRC(code, Handle);
        }
        Check(raw.sqlite3_reset(statement));
        return raw.sqlite3_changes(Handle);
    }

    private static int Bind(sqlite3_stmt statement, int index, object? value) => value switch
    {
        null or DBNull => raw.sqlite3_bind_null(statement, index),
        string text => raw.sqlite3_bind_text(statement, index, text),
        long number => raw.sqlite3_bind_int64(statement, index, number),
        int number => raw.sqlite3_bind_int64(statement, index, number),
        double number => raw.sqlite3_bind_double(statement, index, number),
        bool truth => raw.sqlite3_bind_int64(statement, index, truth ? 1 : 0),
        byte[] bytes => raw.sqlite3_bind_blob(statement, index, bytes),
        short or byte or uint => raw.sqlite3_bind_int64(statement, index, Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"A {value.GetType().Name} cannot be stored.", nameof(value)),
    };

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, Handle);

    private void Forget()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
    }
}
