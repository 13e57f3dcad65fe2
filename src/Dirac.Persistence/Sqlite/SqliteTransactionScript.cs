using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Dirac.Persistence.Sqlite;

/// <summary>The writer's transaction statements, prepared once.</summary>
internal sealed class SqliteTransactionScript(SqliteConnection connection) : IDisposable
{
    private readonly SqliteCommand _begin = Prepare(connection, "BEGIN IMMEDIATE");
    private readonly SqliteCommand _commit = Prepare(connection, "COMMIT");
    private readonly SqliteCommand _rollback = Prepare(connection, "ROLLBACK");
    private readonly SqliteCommand _save = Prepare(connection, "SAVEPOINT unit");
    private readonly SqliteCommand _release = Prepare(connection, "RELEASE unit");
    private readonly SqliteCommand _undo = Prepare(connection, "ROLLBACK TO unit");

    public bool IsOpen => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    /// <summary>Takes the file's write lock.</summary>
    /// <exception cref="SqliteException">Busy: another process holds it.</exception>
    public void Begin() => _begin.ExecuteNonQuery();

    public void Commit() => _commit.ExecuteNonQuery();

    public void Save() => _save.ExecuteNonQuery();

    public void Release() => _release.ExecuteNonQuery();

    public void UndoToSave()
    {
        _undo.ExecuteNonQuery();
        _release.ExecuteNonQuery();
    }

    public void RollbackIfOpen()
    {
        if (IsOpen)
            _rollback.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var command in new[] { _begin, _commit, _rollback, _save, _release, _undo })
            command.Dispose();
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
