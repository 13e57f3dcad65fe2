using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Errors;

namespace Dirac.Cli.Sites;

/// <summary>What commands about sites have in common.</summary>
internal static class SiteOptions
{
    /// <summary>The kind of sites, as the server calls it.</summary>
    public const string SiteKind = "site";

    /// <summary>The kind of computing elements, as the server calls it.</summary>
    public const string ComputeKind = "compute";

    /// <summary>The argument that names a site.</summary>
    public static Argument<string> Site() => new("SITE") { Description = "The site, for example LCG.CERN.ch." };

    /// <summary>The option that names one of its computing elements.</summary>
    public static Option<string?> CE() => new("--ce") { HelpName = "CE", Description = "Only this computing element of the site." };

    /// <summary>The option that names a VO.</summary>
    public static Option<string?> Vo() => new("--vo") { HelpName = "VO", Description = "For the jobs of this VO only (default: of all)." };

    /// <summary>The option that says why.</summary>
    public static Option<string> Reason() => new("--reason") { HelpName = "TEXT", Description = "Why; those whose jobs wait will read it.", Required = true };

    /// <summary>The option that names the group to work as.</summary>
    public static Option<string?> As() => new("--as") { HelpName = "GROUP", Description = "Work as this DIRAC group of yours; one with the property SiteManager, ServiceAdministrator or Operator is needed." };

    /// <summary>The element meant: the site, or one of its computing elements.</summary>
    /// <exception cref="UsageException">The site has no such computing element.</exception>
    public static async Task<(string Kind, string Name)> FindAsync(Session session, string site, string? ce, CancellationToken cancellationToken)
    {
        if (ce is null) return (SiteKind, site);
        var known = await session.Statuses.ListAsync(ComputeKind, cancellationToken);
        if (known.Any(element => element.Name == ce && (element.Site is null || element.Site == site))) return (ComputeKind, ce);
        throw new UsageException(
            $"{site} has no computing element {ce}.", NearOr(ce, known.Where(element => element.Site == site).Select(element => element.Name), $"'dirac site show {site}' lists them."));
    }

    /// <summary>Advice on a name that is not known: the one that was perhaps meant, else <paramref name="usual"/>.</summary>
    public static string NearOr(string name, IEnumerable<string> known, string usual) => NearestNames.Find(name, known, 1) is [var near, ..] ? $"Did you mean {near}?" : usual;
}
