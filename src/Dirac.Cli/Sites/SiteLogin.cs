using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Resources.Computing;
using Dirac.Resources.Ssh;

namespace Dirac.Cli.Sites;

/// <summary><c>dirac site login</c>: opens the connection that the server uses, so that passwords and one-time codes are asked of a person.</summary>
internal static class SiteLogin
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var name = new Argument<string>("HOST") { Description = "The host, or the site, as in the configuration." };
        return new Command("login", "Log in to a site's host for the server, which then goes on with that connection.") { name }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var wanted = parsed.GetRequiredValue(name);
            var targets = Targets(new LocalConfiguration(session.DataDirectory).Read(), wanted);
            if (targets.Count == 0) throw new DiracException(ErrorCode.NotFound, $"No site is reached by ssh to {wanted}.", "'dirac site list --ces' lists what there is.");
            foreach (var target in targets)
            {
                var opened = await OpenAsync(session, target, cancellationToken);
                session.Screen.WriteLine(opened ? $"Logged in to {target}; the server goes on within seconds." : $"The connection to {target} is open: no login is needed.");
            }

            return ExitCodes.Ok;
        });
    }

    /// <summary>Opens the connection unless it is open.</summary>
    /// <exception cref="DiracException">Unavailable: it does not open.</exception>
    internal static async Task<bool> OpenAsync(Session session, SshTarget target, CancellationToken cancellationToken)
    {
        try
        {
            return await SshLogin.OpenAsync(target, SshSockets.Of(session.DataDirectory), new SshSettings(), session.Host.InputIsTerminal, session.Host.Clock, cancellationToken);
        }
        catch (ComputingElementException error)
        {
            throw new DiracException(ErrorCode.Unavailable, error.Message, error.Advice, error);
        }
    }

    /// <summary>The hosts that a name means.</summary>
    internal static IReadOnlyList<SshTarget> Targets(CfgSection root, string name)
    {
        var found = new Dictionary<string, SshTarget>(StringComparer.Ordinal);
        foreach (var grid in root.SectionNames("/Resources/Sites"))
        foreach (var site in root.SectionNames($"/Resources/Sites/{grid}"))
        foreach (var ce in root.SectionNames($"/Resources/Sites/{grid}/{site}/CEs"))
        {
            CfgSection[] levels = [root.GetSection($"/Resources/Sites/{grid}/{site}/CEs/{ce}")!, root.GetSection($"/Resources/Sites/{grid}/{site}")!];
            if (CEOptions.Read(ce, null, levels)?.Ssh is { } target && (site == name || ce == name || target.Host == name || target.ToString() == name)) found[target.ToString()] = target;
        }

        return [.. found.Values];
    }
}
