using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Api;

namespace Dirac.Cli.Identity;

/// <summary><c>dirac whoami</c>: who the server thinks the caller is.</summary>
internal static class WhoAmI
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host) =>
        new Command("whoami", "Show who the server thinks you are: user, group, VO and properties.").Does(host, RunAsync);

    private static async Task<int> RunAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var me = await session.Identity.WhoAmIAsync(cancellationToken);
        if (session.Screen.Json)
        {
            session.Screen.WriteJson(me, ModelJsonContext.Default.UserInfo);
            return ExitCodes.Ok;
        }

        session.Screen.WriteFacts(
            ("User", me.PreferredUsername),
            ("Group", me.DiracGroup),
            ("VO", me.Vo),
            ("Properties", string.Join(", ", me.Properties)),
            ("Server", session.Connection.Url.ToString()));
        return ExitCodes.Ok;
    }
}
