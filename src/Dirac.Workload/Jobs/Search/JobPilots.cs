using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;

namespace Dirac.Workload.Jobs.Search;

/// <summary>Tells which pilots took which jobs, for the pseudo-columns PilotStamp of jobs and JobID of pilots.</summary>
/// <remarks>Jobs and pilots are in different databases, so one is asked first and the other gets its answer as numbers, which are bounded.</remarks>
internal sealed class JobPilots(WorkloadDatabases databases, BoundedReads reads)
{
    private const int MostKeys = 10_000;
    private const int MostStamps = 1_000;
    private const string Advice = "Use eq with \"value\", or in with \"values\".";

    /// <summary>Takes the conditions on a pseudo-column out of a search.</summary>
    /// <param name="search">All conditions.</param>
    /// <param name="pseudo">The pseudo-column.</param>
    /// <param name="key">The real column that says the same, which may not stand beside it.</param>
    /// <returns>The values asked for by each condition, and the other conditions.</returns>
    public static (IReadOnlyList<IReadOnlyList<JsonElement>> Asked, IReadOnlyList<SearchCondition> Others) Split(
        IReadOnlyList<SearchCondition>? search, string pseudo, string key)
    {
        var all = (search ?? []).WithoutHoles("search");
        var asked = all.Where(condition => condition.Parameter == pseudo).ToList();
        if (asked.Count == 0) return ([], all);
        if (all.Any(condition => condition.Parameter == key)) throw Bad($"A search asks for {pseudo} or for {key}, not for both.", $"{pseudo} is looked up first and turned into values of {key}.");
        return ([.. asked.Select(Values)], [.. all.Where(condition => condition.Parameter != pseudo)]);
    }

    /// <summary>The jobs that pilots of a VO took; every condition must hold.</summary>
    public async Task<IReadOnlyCollection<long>> JobsOfAsync(string? vo, IReadOnlyList<IReadOnlyList<JsonElement>> asked, CancellationToken cancellationToken)
    {
        HashSet<long>? all = null;
        foreach (var stamps in asked.Select(values => values.Select(Stamp).Distinct().ToList()))
        {
            if (stamps.Count > MostStamps) throw Bad($"At most {MostStamps} pilots are asked for at once.", "Search in parts.");
            var found = stamps.Count == 0 ? [] : await JobsOfAsync(vo, stamps, cancellationToken);
            if (all is null) all = found;
            else all.IntersectWith(found);
        }

        return all ?? [];
    }

    /// <summary>The pilots that took jobs which somebody sees; every condition must hold.</summary>
    /// <param name="scope">The jobs seen.</param>
    /// <param name="asked">The jobs asked for.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyCollection<long>> PilotsOfAsync(JobScope scope, IReadOnlyList<IReadOnlyList<JsonElement>> asked, CancellationToken cancellationToken)
    {
        HashSet<long>? all = null;
        foreach (var ids in asked.Select(values => values.Select(Number).Distinct().ToList()))
        {
            if (ids.Count > MostKeys) throw Bad($"At most {MostKeys} jobs are asked for at once.", "Search in parts.");
            var found = ids.Count == 0 ? [] : await PilotsOfAsync(scope, ids, cancellationToken);
            if (all is null) all = found;
            else all.IntersectWith(found);
        }

        return all ?? [];
    }

    /// <summary>Stamps of pilots by the references they have in their batch systems; those that are not known are missing.</summary>
    public async Task<IReadOnlyList<string>> StampsOfAsync(Caller caller, IReadOnlyList<string> references, CancellationToken cancellationToken)
    {
        if (references.Count > MostStamps) throw Bad($"At most {MostStamps} pilots are asked for at once.", "Search in parts.");
        return references.Count == 0
            ? []
            : await reads.ReadAsync(databases.Pilots, (session, token) => JobPilotStore.StampsOfReferencesAsync(session, caller.OnlyVo, references, token), cancellationToken);
    }

    /// <summary>The last pilot of each of these jobs; those that no pilot took are missing.</summary>
    public async Task<IReadOnlyDictionary<long, string>> LastOfAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var last = new Dictionary<long, string>();
        foreach (var chunk in ids.Chunk(MostStamps))
        {
            // What our attempts say is newer than what has arrived in PilotAgentsDB.
            foreach (var row in await reads.ReadAsync(databases.Pilots, (session, token) => JobPilotStore.LastPilotsAsync(session, chunk, token), cancellationToken)) last[row.JobID] = row.PilotStamp;
            foreach (var row in await reads.ReadAsync(databases.Jobs, (session, token) => JobPilotStore.LastAttemptsAsync(session, chunk, token), cancellationToken)) last[row.JobID] = row.PilotStamp;
        }

        return last;
    }

    private async Task<HashSet<long>> JobsOfAsync(string? vo, List<string> stamps, CancellationToken cancellationToken)
    {
        var known = await reads.ReadAsync(databases.Pilots, (session, token) => JobPilotStore.JobsOfPilotsAsync(session, vo, stamps, MostKeys + 1, token), cancellationToken);
        var attempted = await reads.ReadAsync(databases.Jobs, (session, token) => JobPilotStore.JobsOfAttemptsAsync(session, stamps, MostKeys + 1, token), cancellationToken);
        var found = known.Concat(attempted).ToHashSet();
        return found.Count <= MostKeys ? found : throw new DiracException(ErrorCode.TooCostly, $"These pilots took more than {MostKeys} jobs.", "Ask for fewer pilots at once.");
    }

    private async Task<HashSet<long>> PilotsOfAsync(JobScope scope, List<long> ids, CancellationToken cancellationToken)
    {
        var filter = new SearchFilter(SearchTable.Jobs, databases.Jobs.Dialect).Within(scope).OneOf(ids);
        var seen = await reads.ReadAsync(databases.Jobs, (session, token) => JobPilotStore.SeenAmongAsync(session, filter, token), cancellationToken);
        if (seen.Count == 0) return [];
        var known = await reads.ReadAsync(databases.Pilots, (session, token) => JobPilotStore.PilotsOfJobsAsync(session, seen, token), cancellationToken);
        var stamps = await reads.ReadAsync(databases.Jobs, (session, token) => JobPilotStore.StampsOfAttemptsAsync(session, seen, token), cancellationToken);
        var attempted = stamps.Count == 0
            ? []
            : await reads.ReadAsync(databases.Pilots, (session, token) => JobPilotStore.PilotsByStampAsync(session, scope.Vo, stamps, token), cancellationToken);
        return [.. known, .. attempted];
    }

    private static IReadOnlyList<JsonElement> Values(SearchCondition condition) => condition switch
    {
        { Operator: "eq", Value: { } value } => [value],
        { Operator: "in", Values: { } values } => values,
        _ => throw Bad($"{condition.Parameter} is looked up: it cannot be asked for by '{condition.Operator}' in this form.", Advice),
    };

    private static string Stamp(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? ColumnText.Fit(value.GetString()!, int.MaxValue) : throw Bad("A pilot's stamp is a text.", Advice);

    private static long Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : throw Bad("The number of a job is a whole number.", Advice);

    private static DiracException Bad(string message, string advice) => new(ErrorCode.BadRequest, message, advice);
}
