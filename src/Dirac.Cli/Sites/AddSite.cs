using System.CommandLine;
using System.Globalization;
using Dirac.Cli.Shell;
using Dirac.Model.Errors;
using Dirac.Resources.Computing;
using Dirac.Resources.Looks;
using Dirac.Resources.Ssh;

namespace Dirac.Cli.Sites;

/// <summary><c>dirac site add</c>: looks at a host or a cluster, writes it into the configuration, and tries it.</summary>
internal static class AddSite
{
    /// <summary>Makes the command with a verb for each kind of site.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host) => new("add", "Use a machine: look at it, write it into this installation's configuration, and try it.") { CreateSsh(host), CreateSlurm(host) };

    private static Command CreateSsh(CliHost host)
    {
        var target = new Argument<string>("USER@HOST") { Description = "The host, as ssh takes it, with :PORT perhaps; your own ssh configuration counts." };
        var options = new AddSiteOptions();
        return options.AddTo(new Command("ssh", "Use a host you can log in to.") { target }).Does(
            host, (session, parsed, cancellationToken) => RunAsync(session, new SiteToAdd(Target(parsed.GetRequiredValue(target), options.Ssh(parsed)), null, options.Read(parsed)), cancellationToken));
    }

    private static Command CreateSlurm(CliHost host)
    {
        var target = new Argument<string?>("USER@GATE") { Description = "The host from which one submits; left out, this machine.", Arity = ArgumentArity.ZeroOrOne };
        var partition = new Option<string?>("--partition") { HelpName = "P", Description = "The partition (default: the cluster's)." };
        var options = new AddSiteOptions();
        return options.AddTo(new Command("slurm", "Use a Slurm cluster, here or behind a host you can log in to.") { target, partition }, slurm: true).Does(
            host,
            (session, parsed, cancellationToken) =>
            {
                var gate = parsed.GetValue(target) is { } text ? Target(text, options.Ssh(parsed)) : null;
                return RunAsync(session, new SiteToAdd(gate, parsed.GetValue(partition) ?? "", options.Read(parsed)), cancellationToken);
            });
    }

    private static async Task<int> RunAsync(Session session, SiteToAdd site, CancellationToken cancellationToken)
    {
        var configuration = new LocalConfiguration(session.DataDirectory);
        var before = configuration.Read();
        SitePlan.Check(site);
        try
        {
            if (site.Target is { } target) await SiteLogin.OpenAsync(session, target, cancellationToken);
            var facts = await LookAsync(session, site, cancellationToken);
            SiteScreen.Show(session.Screen, facts);
            var plan = SitePlan.Make(site, facts, before);
            await configuration.ChangeAsync(plan.Options, cancellationToken);
            session.Screen.WriteLine($"Site {plan.Site} is written into {configuration.Path}.");
            return site.Wishes.IsTested ? await TestSite.RunAsync(session, plan.Site, site.Wishes.Timeout, cancellationToken) : ExitCodes.Ok;
        }
        catch (ComputingElementException error)
        {
            throw new DiracException(ErrorCode.Unavailable, error.Message, error.Advice, error);
        }
    }

    private static async Task<HostFacts> LookAsync(Session session, SiteToAdd site, CancellationToken cancellationToken)
    {
        await using var elements = new ComputingElements(SshSockets.Of(session.DataDirectory), new SshSettings(), session.Host.Clock);
        return await elements.LookAsync(new CEOptions { Name = "look", Ssh = site.Target, BatchSystem = "Host", SharedArea = site.Wishes.SharedArea ?? CEOptions.UsualArea }, cancellationToken);
    }

    private static SshTarget Target(string text, IReadOnlyList<string> options)
    {
        var at = text.LastIndexOf('@');
        var (user, name) = at < 0 ? (null, text) : (text[..at], text[(at + 1)..]);
        int? port = null;
        // One colon: with more of them it is an address of IPv6.
        if (name.Split(':') is [var host, var digits] && ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0) (name, port) = (host, number);
        return name.Length == 0 || name.StartsWith('-') || user is ""
            ? throw new UsageException($"'{text}' is no USER@HOST.", "For example: ada@cluster.example.org")
            : new SshTarget(name) { User = user, Port = port, Options = options };
    }
}
