using System.Net.Sockets;
using MySqlConnector;

namespace Dirac.Persistence.MySql;

/// <summary>Tells failures after which nothing was changed, and repeating the transaction may succeed.</summary>
internal static class MySqlFailure
{
    private const int RegexpError = 1139;
    private const int MariaDbStatementTimeout = 1969;
    private const int MySqlQueryTimeout = 3024;
    private const int MySqlFirstRegexpError = 3685;
    private const int MySqlLastRegexpError = 3699;

    public static bool MayBeRepeated(Exception exception) =>
        exception is MySqlException failure && (IsConflict(failure.ErrorCode) || IsBrokenConnection(failure));

    /// <summary>Whether a statement was stopped because it took too long.</summary>
    public static bool IsTooLong(MySqlErrorCode code) => (int)code is MariaDbStatementTimeout or MySqlQueryTimeout;

    /// <summary>Whether it was stopped by a token. The driver says so itself, unless the server's word for it arrives while a reader is being closed.</summary>
    public static bool IsStopped(Exception exception) =>
        exception is OperationCanceledException or MySqlException { ErrorCode: MySqlErrorCode.QueryInterrupted };

    /// <summary>Whether it is about a regular expression.</summary>
    public static bool IsRegexp(MySqlErrorCode code) => (int)code is RegexpError or (>= MySqlFirstRegexpError and <= MySqlLastRegexpError);

    /// <summary>Whether the server cannot be reached, or went away.</summary>
    public static bool IsBrokenConnection(MySqlException failure) =>
        failure.ErrorCode is MySqlErrorCode.UnableToConnectToHost or MySqlErrorCode.ServerShutdown
        || failure.InnerException is IOException or SocketException;

    // A row that another row has to stand for, or may not, came or went after this transaction had looked.
    private static bool IsConflict(MySqlErrorCode code) =>
        code is MySqlErrorCode.LockDeadlock or MySqlErrorCode.LockWaitTimeout or MySqlErrorCode.ConnectionCountError
            or MySqlErrorCode.NoReferencedRow2 or MySqlErrorCode.RowIsReferenced2;
}
