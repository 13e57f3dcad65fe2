using System.Net.Sockets;
using MySqlConnector;

namespace Dirac.Persistence.MySql;

/// <summary>Tells failures after which nothing was changed, and repeating the transaction may succeed.</summary>
internal static class MySqlFailure
{
    public static bool MayBeRepeated(Exception exception) =>
        exception is MySqlException failure && (IsConflict(failure.ErrorCode) || IsBrokenConnection(failure));

    private static bool IsConflict(MySqlErrorCode code) =>
        code is MySqlErrorCode.LockDeadlock or MySqlErrorCode.LockWaitTimeout or MySqlErrorCode.ConnectionCountError;

    private static bool IsBrokenConnection(MySqlException failure) =>
        failure.ErrorCode is MySqlErrorCode.UnableToConnectToHost or MySqlErrorCode.ServerShutdown
        || failure.InnerException is IOException or SocketException;
}
