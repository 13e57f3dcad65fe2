using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Security.Local;
using Dirac.Model.Api;

namespace Dirac.Cli.Identity;

/// <summary><c>dirac login --local --print-token</c>: a token for other programs on this machine.</summary>
internal static class Login
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var local = new Option<bool>("--local") { Description = "Log in as the user who started the server of the data directory." };
        var print = new Option<bool>("--print-token") { Description = "Print the access token; whoever reads it is you until it expires." };
        var group = new Option<string?>("--group") { HelpName = "GROUP", Description = "The DIRAC group wanted. Default: your default group." };
        return new Command("login", "Get an access token for other programs on this machine.") { local, print, group }.Does(host, async (session, parsed, cancellationToken) =>
        {
            if (!parsed.GetValue(local) || !parsed.GetValue(print))
                throw new UsageException("The other commands log in by themselves; there is nothing to do.", "'dirac login --local --print-token' prints a token for other programs.");
            var token = await LogInAsync(session, parsed.GetValue(group), cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(token, ModelJsonContext.Default.TokenReply);
            else session.Screen.WriteLine(token.AccessToken);
            return ExitCodes.Ok;
        });
    }

    private static Task<TokenReply> LogInAsync(Session session, string? group, CancellationToken cancellationToken) =>
        session.Identity.LoginLocallyAsync(LocalIdentity.Read(session.DataDirectory).Secret, group, cancellationToken);
}
