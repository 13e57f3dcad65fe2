using System.CommandLine;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Profiles;

/// <summary><c>dirac profile use</c>: which profile commands use that name none.</summary>
internal static class UseProfile
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var name = new Argument<string?>("PROFILE") { Description = "The profile, as 'dirac profile list' shows it.", Arity = ArgumentArity.ZeroOrOne };
        var none = new Option<bool>("--none") { Description = "Use none: commands talk to the server of the data directory." };
        return new Command("use", "Choose the profile for commands that name none.") { name, none }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var wanted = parsed.GetValue(name);
            if (wanted is null != parsed.GetValue(none)) throw new UsageException("Name one profile, or say --none.", "'dirac profile list' lists them.");
            var book = session.Profiles.Read();
            var chosen = wanted is null ? null : book.Get(wanted);
            await session.Profiles.ChangeAsync(before => before with { InUse = chosen?.Name }, cancellationToken);
            session.Screen.Note(chosen is null ? "Commands use no profile now." : $"Commands use the profile {chosen.Name} now: {chosen.Url}.");
            return ExitCodes.Ok;
        });
    }
}
