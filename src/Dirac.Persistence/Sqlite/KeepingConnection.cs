using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Dirac.Persistence.Sqlite;

/// <summary>A connection whose statements stay parsed. Not thread-safe.</summary>
internal class KeepingConnection(string connectionString) : SqliteConnection(connectionString)
{
    private readonly KeptStatements _statements = new();

    // What Dapper asks for; the typed CreateCommand makes plain ones.
    protected override DbCommand CreateDbCommand() => new KeptCommand(this, _statements);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _statements.Dispose();
        base.Dispose(disposing);
    }
}
