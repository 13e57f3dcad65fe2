using Dirac.Persistence.MySql;
using MySqlConnector;

namespace Dirac.Persistence;

/// <summary>Tells a database that does not answer from a statement that is wrong.</summary>
public static class DatabaseAway
{
    /// <summary>Whether <paramref name="failure"/> came after all attempts to reach a database; nothing was changed, and trying again later may help.</summary>
    public static bool Is(Exception failure) => failure is MySqlException away && MySqlFailure.IsBrokenConnection(away);
}
