using System.CommandLine;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Queues;

/// <summary><c>dirac queue …</c>: what waits, what it needs to run, and whose turn it is.</summary>
internal static class QueueCommands
{
    /// <summary>Makes the command with all its verbs.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host) => new("queue", "See the task queues that waiting jobs stand in.")
    {
        ListQueues.Create(host),
        ShowQueue.Create(host),
    };
}
