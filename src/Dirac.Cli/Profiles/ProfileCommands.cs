using System.CommandLine;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Profiles;

/// <summary><c>dirac profile</c>: logins by name.</summary>
internal static class ProfileCommands
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host) => new("profile", "Logins to servers, by name; 'dirac login' makes them.")
    {
        ListProfiles.Create(host),
        UseProfile.Create(host),
        ShowProfile.Create(host),
        RemoveProfile.Create(host),
    };

    /// <summary>The argument that names a profile.</summary>
    public static Argument<string> Name() => new("PROFILE") { Description = "The profile, as 'dirac profile list' shows it." };
}
