namespace Dirac.Resources.Ssh;

/// <summary>How OpenSSH is used.</summary>
public sealed record SshSettings
{
    // What people write into their configuration for sessions of their own: a terminal would change what comes back, and another command would run in place of ours.
    internal static readonly string[] OnlyOurs = ["-o", "RequestTTY=no", "-o", "RemoteCommand=none"];

    /// <summary>The program. Default: <c>ssh</c> on the path.</summary>
    public string Program { get; init; } = "ssh";

    /// <summary>How long opening a connection may take. Default 20 s.</summary>
    public TimeSpan ConnectLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long one call may take. Default 60 s.</summary>
    public TimeSpan CallLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long copying the pilot may take. Default 10 minutes.</summary>
    public TimeSpan CopyLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The longest pause after failures. Default 2 minutes: less than queues make, so that a queue that has waited is not told to wait again.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(2);
}
