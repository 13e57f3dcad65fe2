using Dirac.Model.Api;
using Dirac.Security.Identities;

namespace Dirac.Monitoring.Statuses;

/// <summary>Statuses as people and clients see them: what counts for the caller's VO. What is said to other VOs does not exist.</summary>
internal sealed class ShowStatuses(StatusDatabase database, KnownElements elements)
{
    /// <summary>The elements of a kind that have a single status.</summary>
    public IReadOnlyDictionary<string, ElementAccess> Access(Caller caller, ElementKind kind) =>
        elements.Of(kind, caller.Vo).ToDictionary(element => element.Name, element => new ElementAccess(AccessOf(element.State)));

    /// <summary>Storage elements with their four. What nobody says anything of is not allowed.</summary>
    public IReadOnlyDictionary<string, StorageAccess> Storage(Caller caller) => elements.Of(ElementKind.Storage, caller.Vo)
        .GroupBy(element => element.Name)
        .ToDictionary(element => element.Key, element =>
        {
            var types = element.ToDictionary(status => status.StatusType, status => AccessOf(status.State));
            AccessStatus Of(string type) => types.GetValueOrDefault(type) ?? new AccessStatus(false, Reason: StatusRules.Unknown);
            return new StorageAccess(Of("ReadAccess"), Of("WriteAccess"), Of("CheckAccess"), Of("RemoveAccess"));
        });

    /// <summary>All about the elements of a kind, by name.</summary>
    public IReadOnlyList<ElementStatus> All(Caller caller, ElementKind kind)
    {
        var sites = kind == ElementKind.Compute ? elements.SitesOfComputingElements() : new Dictionary<string, string>();
        return
        [
            .. elements.Of(kind, caller.Vo).Select(element => new ElementStatus
            {
                Name = element.Name,
                Kind = kind.Name,
                Site = sites.GetValueOrDefault(element.Name),
                StatusType = element.StatusType,
                Vo = element.State.Vo,
                Status = element.State.Status,
                Usable = StatusRules.IsUsable(element.State.Status),
                Reason = element.State.Reason,
                Since = element.State.Since,
                SetBy = element.State.SetBy,
                Until = element.State.Until,
                Source = element.State.Source,
            }),
        ];
    }

    /// <summary>What was said of an element, the newest first: the log, and before it what is left in the history.</summary>
    public async Task<IReadOnlyList<StatusHistoryLine>> HistoryAsync(Caller caller, ElementKind kind, string name, int most, CancellationToken cancellationToken)
    {
        string[] vos = [StatusRow.AllVos, caller.Vo];
        var lines = await database.ReadAsync(
            async (session, token) =>
            {
                var recent = await StatusStore.LinesAsync(session, $"{kind.Element}Log", kind.ElementType, name, vos, most, token);
                var older = recent.Count >= most ? [] : await StatusStore.LinesAsync(session, $"{kind.Element}History", kind.ElementType, name, vos, most - recent.Count, token);
                return recent.Concat(older).ToList();
            },
            cancellationToken);
        return [.. lines.Select(row => new StatusHistoryLine(row.LastCheckTime, row.Status, row.DateEffective, row.Reason, row.TokenOwner, row.VO, row.StatusType))];
    }

    private static AccessStatus AccessOf(ElementState state) => StatusRules.IsUsable(state.Status)
        ? new AccessStatus(true, Warnings: state.Status == StatusRules.Degraded ? Words(state) : null)
        : new AccessStatus(false, Reason: Words(state));

    private static string Words(ElementState state) => state.Reason.Length > 0 ? $"{state.Status}: {state.Reason}" : state.Status;
}
