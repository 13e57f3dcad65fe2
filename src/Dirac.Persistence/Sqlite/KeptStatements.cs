using Microsoft.Data.Sqlite;

namespace Dirac.Persistence.Sqlite;

/// <summary>Commands of one connection whose statements stay parsed for the next time. Not thread-safe, as the connection is not.</summary>
internal sealed class KeptStatements : IDisposable
{
    private const int MostKept = 300;

    // Longer texts come from searches and lists, and seldom twice.
    private const int LongestKept = 2_000;

    private readonly Dictionary<string, SqliteCommand> _idle = [];

    /// <summary>A command with this text, parsed before if there is one; the caller gives it back.</summary>
    public SqliteCommand Take(SqliteConnection connection, string text)
    {
        if (_idle.Remove(text, out var known))
            return known;
        var command = connection.CreateCommand();
        command.CommandText = text;
        return command;
    }

    /// <summary>Takes a command back once its reader is closed.</summary>
    public void Return(SqliteCommand command)
    {
        command.Parameters.Clear();
        if (command.CommandText.Length > LongestKept || _idle.Count >= MostKept || !_idle.TryAdd(command.CommandText, command))
            command.Dispose();
    }

    public void Dispose()
    {
        foreach (var command in _idle.Values)
            command.Dispose();
        _idle.Clear();
    }
}
