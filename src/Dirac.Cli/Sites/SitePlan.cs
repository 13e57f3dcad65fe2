using System.Globalization;
using System.Text.RegularExpressions;
using Dirac.Cli.Shell;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Resources.Looks;

namespace Dirac.Cli.Sites;

/// <summary>What is to be written for a site. Pure.</summary>
/// <param name="Site">Its name.</param>
/// <param name="Options">Paths and values, in the order in which they are read best.</param>
internal sealed partial record SitePlan(string Site, IReadOnlyList<KeyValuePair<string, string>> Options)
{
    private const int UsualPilots = 10;
    private const int UsualWaiting = 2;

    // Longer than a laptop sleeps over lunch: pilots go on meanwhile.
    private const string Lease = "7200";

    /// <summary>Makes the plan.</summary>
    /// <param name="site">What is wanted.</param>
    /// <param name="facts">What was found.</param>
    /// <param name="before">The configuration.</param>
    /// <exception cref="DiracException">The host will not do, or the name is taken.</exception>
    public static SitePlan Make(SiteToAdd site, HostFacts facts, CfgSection before)
    {
        Check(site);
        Demand(site, facts);
        var (wishes, partition) = (site.Wishes, site.Partition is null ? null : PartitionOf(site.Partition, facts));
        var ce = site.Target?.Host ?? facts.HostName;
        var name = wishes.Name ?? UsualName(ce, partition?.Name);
        var sites = $"/Resources/Sites/{name[..name.IndexOf('.')]}";
        if (before.SectionNames("/Resources/Sites").Any(grid => before.GetSection($"/Resources/Sites/{grid}/{name}") is not null))
        {
            throw new DiracException(ErrorCode.Conflict, $"There is a site {name} already.", "Give this one another name with --name.");
        }

        var element = $"{sites}/{name}/CEs/{FreeElement(Word(ce), name, before)}";
        var queue = $"{element}/Queues/{partition?.Name ?? "default"}";
        var (least, processors) = (partition?.Processors ?? facts.Processors, wishes.Processors ?? (partition is null ? facts.Processors : 1));
        if (processors > least) throw new UsageException($"Pilots of {processors} processors do not fit: {(partition is null ? facts.HostName : $"the smallest node of {partition.Name}")} has {least}.", $"Ask for {least} at most.");
        string? userLimit = partition?.TimeLimit is { } limit ? Number(limit.TotalSeconds) : null;
        (string Path, string? Value)[] options =
        [
            ($"{sites}/{name}/LeaseSeconds", site.Target is null ? null : Lease),
            ($"{element}/CEType", site.Target is null ? "Local" : "SSH"),
            ($"{element}/SSHHost", site.Target?.Host),
            ($"{element}/SSHUser", site.Target?.User),
            ($"{element}/SSHPort", site.Target?.Port is { } port ? Number(port) : null),
            ($"{element}/SSHOptions", site.Target is { Options.Count: > 0 } target ? string.Join(' ', target.Options) : null),
            ($"{element}/BatchSystem", partition is null ? "Host" : "SLURM"),
            ($"{element}/SharedArea", wishes.SharedArea),
            ($"{element}/Architecture", facts.Architecture == "x64" ? null : facts.Architecture),
            ($"{element}/Reach", wishes.HasNetwork ? null : "Files"),
            ($"{element}/GateAddress", site.Target is null || partition is null || !wishes.HasNetwork ? null : wishes.GateAddress ?? facts.HostName),
            ($"{element}/Account", wishes.Account),
            ($"{element}/QOS", wishes.Qos),
            ($"{element}/Constraint", wishes.Constraint),
            ($"{queue}/NumberOfProcessors", Number(processors)),
            ($"{queue}/MaxRAM", partition is null ? Number(facts.RamMegabytes) : null),
            ($"{queue}/WallClockTime", userLimit),
            ($"{queue}/MaxTotalJobs", Number(wishes.Pilots ?? (partition is null ? 1 : UsualPilots))),
            ($"{queue}/MaxWaitingJobs", Number(Math.Min(wishes.Pilots ?? UsualWaiting, partition is null ? 1 : UsualWaiting))),
        ];
        return new SitePlan(name, [.. options.Where(option => option.Value is not null).Select(option => KeyValuePair.Create(option.Path, option.Value!))]);
    }

    /// <summary>Refuses wishes that no host could fulfil; nobody needs to log in to learn that.</summary>
    /// <exception cref="UsageException">One of them.</exception>
    public static void Check(SiteToAdd site)
    {
        if (site.Wishes.Name is { } name && !SiteName().IsMatch(name)) throw new UsageException($"'{name}' is no name of a site.", "DIRAC's form is Grid.Name.cc, for example DIRAC.cluster.org.");
        if (site.Wishes is { Processors: < 1 } or { Pilots: < 1 }) throw new UsageException("--processors and --pilots are at least 1.", "Leave them out for what is usual.");
        if (site.Wishes is { HasNetwork: false, GateAddress: not null }) throw new UsageException("--gate-address makes no sense with --no-network.", "Nodes without a network call nobody; leave one of the two out.");
        if (site.Target?.Options.FirstOrDefault(word => word.Any(char.IsWhiteSpace)) is { } spaced) throw new UsageException($"--ssh-option '{spaced}' has a space in it.", "Put it into your ~/.ssh/config; the configuration holds words only.");
    }

    private static void Demand(SiteToAdd site, HostFacts facts)
    {
        if (facts.Architecture is null) throw new DiracException(ErrorCode.Unavailable, $"There is no pilot for {facts.Machine} machines.", "x86_64 and aarch64 are served.");
        if (facts.Missing.Count > 0) throw new DiracException(ErrorCode.Unavailable, $"{facts.HostName} has no {string.Join(" and no ", facts.Missing)}.", "They belong to coreutils and util-linux; ask its administrators.");
        if (facts.FreeMegabytes is null) throw new DiracException(ErrorCode.Unavailable, $"Nothing can be written to {site.Wishes.SharedArea ?? "~/.dirac"} on {facts.HostName}.", "Choose another directory with --shared-area.");
        if (site.Partition is not null && facts.SlurmTrouble is { } trouble) throw new DiracException(ErrorCode.Unavailable, $"Slurm on {facts.HostName} does not answer: {trouble.TrimEnd('.')}.", "Does 'sinfo' work there, in a shell like ours, without your profile?");
        if (site.Partition is not null && facts.Partitions.Count == 0) throw new DiracException(ErrorCode.NotFound, $"{facts.HostName} has no Slurm: sinfo is not there.", "'dirac site add ssh' uses the host itself.");
    }

    private static PartitionFacts PartitionOf(string name, HostFacts facts)
    {
        var found = facts.Partitions.FirstOrDefault(partition => name.Length == 0 ? partition.IsDefault : partition.Name == name) ?? (name.Length == 0 ? facts.Partitions[0] : null);
        if (found is null) throw new UsageException($"{facts.HostName} has no partition {name}.", $"It has {string.Join(", ", facts.Partitions.Select(partition => partition.Name))}.");
        return found.IsUp ? found : throw new DiracException(ErrorCode.Unavailable, $"Partition {found.Name} is down.", "Choose another with --partition, or wait until it is up.");
    }

    // Statuses are kept by the names of computing elements, so no two sites may share one: another partition of a cluster, or another account on a host.
    private static string FreeElement(string usual, string site, CfgSection before)
    {
        var taken = before.SectionNames("/Resources/Sites")
            .SelectMany(grid => before.SectionNames($"/Resources/Sites/{grid}").SelectMany(other => before.SectionNames($"/Resources/Sites/{grid}/{other}/CEs")))
            .ToHashSet(StringComparer.Ordinal);
        if (!taken.Contains(usual)) return usual;
        var more = $"{usual}-{Word(site)}";
        return Enumerable.Range(1, int.MaxValue).Select(number => number == 1 ? more : $"{more}-{number}").First(name => !taken.Contains(name));
    }

    // Ends as the host's domain does, which is mostly the country, as DIRAC's names of sites do.
    private static string UsualName(string host, string? partition)
    {
        var dot = host.LastIndexOf('.');
        var (name, country) = dot > 0 && Country().IsMatch(host[(dot + 1)..]) ? (host[..dot], host[(dot + 1)..]) : (host, "local");
        return $"DIRAC.{Word(partition is null ? name : $"{name}-{partition}")}.{country}";
    }

    // Dots part the three words of a site's name.
    private static string Word(string text) => string.Concat(text.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' ? letter : '-'));

    [GeneratedRegex("^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z]{2,}$")]
    private static partial Regex SiteName();

    [GeneratedRegex("^[A-Za-z]{2,3}$")]
    private static partial Regex Country();

    private static string Number(double number) => number.ToString("0", CultureInfo.InvariantCulture);
}
