namespace Dirac.Persistence;

/// <summary>The database engines DIRAC runs on.</summary>
public enum Engine
{
    /// <summary>SQLite: one local file for all databases, nothing to install.</summary>
    Sqlite,

    /// <summary>MySQL or MariaDB (10.6 or later): DIRAC's own databases, one connection pool each.</summary>
    MySql,
}
