namespace Dirac.Cli.Shell;

/// <summary>What the exit code of every command means.</summary>
internal static class ExitCodes
{
    /// <summary>All that was asked for is done.</summary>
    public const int Ok = 0;

    /// <summary>It failed, in part or as a whole.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong; nothing was tried.</summary>
    public const int Usage = 2;

    /// <summary>No server could be reached, or it could not answer now; trying again later helps.</summary>
    public const int Unreachable = 3;

    /// <summary>The server does not know the caller, or does not allow this.</summary>
    public const int NotAuthorized = 4;

    /// <summary>The time given to the command ran out.</summary>
    public const int TimedOut = 5;

    /// <summary>Ended by Ctrl-C or SIGTERM.</summary>
    public const int Interrupted = 130;

    /// <summary>The table of codes for help texts.</summary>
    public const string Explanation =
        "Exit codes: 0 done, 1 failed in part or as a whole, 2 wrong command line, 3 server unreachable, 4 not authorised, 5 time ran out, 130 interrupted.";
}
