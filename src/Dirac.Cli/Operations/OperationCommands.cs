using System.CommandLine;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Operations;

/// <summary><c>dirac operation …</c></summary>
internal static class OperationCommands
{
    /// <summary>Makes the command with all its verbs.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host) => new("operation", "Follow, cancel and undo what was done to many jobs at once.")
    {
        ListOperations.Create(host),
        ShowOperation.Create(host),
        WaitForOperation.Create(host),
        CancelOperation.Create(host),
        UndoOperation.Create(host),
    };

    /// <summary>One operation.</summary>
    public static Argument<long> One() => new("ID") { Description = "The operation's number." };
}
