using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Dirac.Persistence.Sqlite;

/// <summary>A command that runs through a statement parsed before, when its connection has one of the same text.</summary>
internal sealed class KeptCommand(SqliteConnection connection, KeptStatements statements) : DbCommand
{
    // Only holds text and parameters until the command runs.
    private readonly SqliteCommand _draft = new();

    private SqliteCommand? _running;

    [AllowNull]
    public override string CommandText
    {
        get => _draft.CommandText;
        set => _draft.CommandText = value;
    }

    public override int CommandTimeout { get; set; } = connection.DefaultTimeout;

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get; set; } = connection;

    protected override DbParameterCollection DbParameterCollection => _draft.Parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    public override void Cancel() => _running?.Cancel();

    public override int ExecuteNonQuery() => Running().ExecuteNonQuery();

    public override object? ExecuteScalar() => Running().ExecuteScalar();

    public override void Prepare() => Running().Prepare();

    protected override DbParameter CreateDbParameter() => new SqliteParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Running().ExecuteReader(behavior);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (_running is not null)
                statements.Return(_running);
            _running = null;
            _draft.Dispose();
        }
        base.Dispose(disposing);
    }

    private SqliteCommand Running()
    {
        _running ??= statements.Take(connection, CommandText);
        _running.CommandTimeout = CommandTimeout;
        _running.Parameters.Clear();
        foreach (SqliteParameter parameter in _draft.Parameters)
            _running.Parameters.Add(parameter);
        return _running;
    }
}
