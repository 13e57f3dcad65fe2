using Dirac.Resources.Computing;

namespace Dirac.Resources.Shells;

/// <summary>Runs POSIX shell scripts on a host. Thread-safe.</summary>
internal interface IShell
{
    /// <summary>Runs a script, which the host's <c>sh</c> reads from its standard input: nothing of it shows in a list of processes.</summary>
    /// <param name="script">The script.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ComputingElementException">The host cannot be reached, or did not answer in time.</exception>
    Task<ShellReply> RunAsync(string script, CancellationToken cancellationToken);

    /// <summary>Runs a command with a file as its standard input.</summary>
    /// <param name="command">The command, one line of the host's <c>sh</c>; nothing secret, since it may show in lists of processes.</param>
    /// <param name="file">Path of the file on this machine.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ComputingElementException">The host cannot be reached, or did not answer in time.</exception>
    Task<ShellReply> FeedAsync(string command, string file, CancellationToken cancellationToken);
}
