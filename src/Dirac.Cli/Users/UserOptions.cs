using System.CommandLine;
using Dirac.Security.Identities;

namespace Dirac.Cli.Users;

/// <summary>What the commands about users have in common.</summary>
internal static class UserOptions
{
    /// <summary>This property is needed.</summary>
    public static readonly string[] Rights = [DiracProperties.UserManager];

    /// <summary>The argument that names a request.</summary>
    public static Argument<long> Id() => new("ID") { Description = "The number of the request; 'dirac user requests' lists them." };

    /// <summary>The option that names the group to work as.</summary>
    public static Option<string?> As() => new("--as") { HelpName = "GROUP", Description = "Work as this DIRAC group of yours. Default: one with the property UserManager." };
}
