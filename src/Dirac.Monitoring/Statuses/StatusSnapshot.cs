using Dirac.Monitoring.Downtimes;

namespace Dirac.Monitoring.Statuses;

/// <summary>All that is said of sites and resources, as it was at one moment. Immutable; thread-safe.</summary>
internal sealed class StatusSnapshot
{
    private readonly Dictionary<(ElementKind Kind, string Name, string StatusType), Dictionary<string, StatusRow>> _rows = [];
    private readonly Dictionary<(string Kind, string Name), List<(DowntimeRow Row, DowntimePhase Phase)>> _downtimes = [];

    /// <summary>Makes one.</summary>
    /// <param name="sites">The rows of sites.</param>
    /// <param name="resources">The rows of resources; those of kinds that are not known are passed over.</param>
    /// <param name="downtimes">The downtimes that are not over.</param>
    /// <param name="now">The moment.</param>
    public StatusSnapshot(IReadOnlyList<StatusRow> sites, IReadOnlyList<StatusRow> resources, IReadOnlyList<DowntimeRow> downtimes, DateTime now)
    {
        (Sites, Resources) = (sites, resources);
        foreach (var kind in ElementKind.All)
        {
            foreach (var row in kind.Element == ElementKind.Site.Element ? sites : resources)
            {
                if (kind.Has(row)) Add(kind, row);
            }
        }

        foreach (var row in downtimes)
        {
            var phase = DowntimeRules.PhaseOf(row, now);
            if (phase is DowntimePhase.Draining or DowntimePhase.Ongoing) Add(row, phase);
        }
    }

    public static StatusSnapshot Empty { get; } = new([], [], [], DateTime.UnixEpoch);

    /// <summary>The rows of sites.</summary>
    public IReadOnlyList<StatusRow> Sites { get; }

    /// <summary>The rows of resources.</summary>
    public IReadOnlyList<StatusRow> Resources { get; }

    /// <summary>The downtimes at work, each with its phase: together with the rows they are all that counts.</summary>
    public IEnumerable<(DowntimeRow Row, DowntimePhase Phase)> AtWork => _downtimes.Values.SelectMany(downtimes => downtimes);

    /// <summary>The names of a kind of which something is said to a VO.</summary>
    public IEnumerable<string> NamesOf(ElementKind kind, string vo) => _rows
        .Where(entry => entry.Key.Kind == kind && entry.Value.Keys.Any(said => said == vo || said == StatusRow.AllVos))
        .Select(entry => entry.Key.Name)
        .Concat(_downtimes.Where(entry => entry.Key.Kind == kind.Name && entry.Value.Any(downtime => IsFor(downtime.Row, vo))).Select(entry => entry.Key.Name))
        .Distinct(StringComparer.Ordinal);

    /// <summary>What is said of an element to a VO: its own row before that of all, and a downtime before both; null when nothing is.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="vo">The VO.</param>
    /// <param name="name">Its name.</param>
    /// <param name="statusType">Which of its statuses.</param>
    /// <param name="otherwise">What it is when no row says anything.</param>
    public ElementState? Find(ElementKind kind, string vo, string name, string statusType = ElementKind.AllTypes, ElementState? otherwise = null)
    {
        var said = _rows.TryGetValue((kind, name, statusType), out var rows) && (rows.GetValueOrDefault(vo) ?? rows.GetValueOrDefault(StatusRow.AllVos)) is { } row
            ? ElementState.Of(row)
            : otherwise;
        return _downtimes.TryGetValue((kind.Name, name), out var downtimes) ? Within(said, [.. downtimes.Where(downtime => IsFor(downtime.Row, vo))]) : said;
    }

    private static ElementState? Within(ElementState? said, IReadOnlyList<(DowntimeRow Row, DowntimePhase Phase)> downtimes)
    {
        if (downtimes.FirstOrDefault(downtime => downtime.Phase == DowntimePhase.Ongoing).Row is { } ongoing)
        {
            // What is as bad says more of the reason; what the downtime wrote itself is among it.
            return said is not null && StatusRules.LevelOf(said.Status) <= StatusRules.LevelOf(StatusRules.Banned)
                ? said
                : State(StatusRules.Banned, DowntimeRules.ReasonDuring(ongoing), ongoing, ongoing.BeginTime);
        }

        return downtimes.Count > 0 && (said is null || StatusRules.IsUsable(said.Status))
            ? State(StatusRules.Draining, DowntimeRules.ReasonBefore(downtimes[0].Row), downtimes[0].Row, downtimes[0].Row.DrainsFrom)
            : said;
    }

    private static ElementState State(string status, string reason, DowntimeRow row, DateTime since) =>
        new(status, reason) { Since = since, SetBy = row.Planner, Until = row.EndTime, Vo = row.VO, Source = ElementState.FromDowntime };

    private static bool IsFor(DowntimeRow row, string vo) => row.VO == vo || row.VO == StatusRow.AllVos;

    private void Add(ElementKind kind, StatusRow row)
    {
        if (!_rows.TryGetValue((kind, row.Name, row.StatusType), out var vos)) _rows[(kind, row.Name, row.StatusType)] = vos = new(StringComparer.Ordinal);
        vos[row.VO] = row;
    }

    private void Add(DowntimeRow row, DowntimePhase phase)
    {
        if (!_downtimes.TryGetValue((row.Element, row.Name), out var same)) _downtimes[(row.Element, row.Name)] = same = [];
        same.Add((row, phase));
    }
}
