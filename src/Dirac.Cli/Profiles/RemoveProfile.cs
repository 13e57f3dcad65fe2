using System.CommandLine;
using Dirac.Cli.Identity;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Profiles;

/// <summary><c>dirac profile remove</c>: logs out and forgets the server.</summary>
internal static class RemoveProfile
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var name = ProfileCommands.Name();
        return new Command("remove", "Log out and forget a profile, and what its server is known by.") { name }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var profile = session.Profiles.Read().Get(parsed.GetRequiredValue(name));
            var told = await Logout.EndAsync(session, profile, cancellationToken);
            await session.Profiles.ChangeAsync(before => before.Without(profile.Name), cancellationToken);
            session.Screen.Note($"The profile {profile.Name} is removed.");
            return told ? ExitCodes.Ok : ExitCodes.Unreachable;
        });
    }
}
