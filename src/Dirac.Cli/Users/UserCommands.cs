using System.CommandLine;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Users;

/// <summary><c>dirac user …</c></summary>
internal static class UserCommands
{
    /// <summary>Makes the command with all its verbs.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host) => new("user", "Look after the users of your VO: who asks to be registered, and who its identity provider knows.")
    {
        ListUserRequests.Create(host),
        DecideUserRequest.CreateApprove(host),
        DecideUserRequest.CreateRefuse(host),
        SyncUsers.Create(host),
    };
}
