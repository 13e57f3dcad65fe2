using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Model.Text;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Workload.Jobs;
using Dirac.Workload.Jobs.Search;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Sets;

/// <summary>Adds jobs to a set in parts: on SQLite nobody else writes meanwhile.</summary>
/// <remarks>Caller and owner must both be allowed to kill and reschedule a job: the set will do so in the owner's name.</remarks>
internal sealed class JobSetFiller(WorkloadDatabases databases, JobSetBell bell, IOptions<JobSetOptions> options)
{
    private const int AtOnce = 2_000;
    private const JobRights Wanted = JobRights.Kill | JobRights.Reschedule;

    /// <summary>What adding came to.</summary>
    internal sealed class Outcome
    {
        public long Added { get; set; }

        public Dictionary<long, FailedItem> Failed { get; } = [];
    }

    /// <summary>Throws unless either numbers or a search say which jobs are meant.</summary>
    public static void Demand(IReadOnlyList<long>? ids, IReadOnlyList<SearchCondition>? search)
    {
        if ((ids is null) == (search is null)) throw Bad("Say which jobs are meant: by job_ids or by search.", "Give one of them.");
        if (search is { Count: 0 }) throw Bad("An empty search would mean all jobs.", "Give conditions.");
    }

    public async Task<Outcome> AddAsync(
        Caller caller, Caller owner, long set, IReadOnlyList<long>? ids, IReadOnlyList<SearchCondition>? search, CancellationToken cancellationToken)
    {
        var outcome = new Outcome();
        if (ids is not null)
        {
            if (ids.Count > options.Value.MaxJobsPerSet) throw TooMany();
            foreach (var chunk in ids.Distinct().Order().Chunk(AtOnce)) await AddAsync(caller, owner, set, chunk, outcome, isNamed: true, cancellationToken);
            return outcome;
        }

        var after = 0L;
        while (await FindAsync(caller, search!, after, cancellationToken) is { Count: > 0 } found)
        {
            await AddAsync(caller, owner, set, found, outcome, isNamed: false, cancellationToken);
            after = found[^1];
        }

        return outcome;
    }

    private async Task AddAsync(
        Caller caller, Caller owner, long set, IReadOnlyList<long> ids, Outcome outcome, bool isNamed, CancellationToken cancellationToken)
    {
        var (added, refused) = await databases.Jobs.WriteAsync((session, token) => ApplyAsync(session, caller, owner, set, ids, token), cancellationToken);
        outcome.Added += added;
        if (isNamed) foreach (var (id, reason) in refused) outcome.Failed[id] = new FailedItem(reason);
    }

    private async Task<(int Added, Dictionary<long, string> Refused)> ApplyAsync(
        IDbSession session, Caller caller, Caller owner, long id, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        _ = await JobSetStore.LockAsync(session, id, cancellationToken) ?? throw new DiracException(ErrorCode.NotFound, $"Set {id} does not exist.", "It was deleted meanwhile.");
        var rows = (await JobStore.LoadAsync(session, caller.Vo, ids, cancellationToken)).ToDictionary(row => row.JobID);
        var refused = new Dictionary<long, string>();
        foreach (var job in ids)
        {
            var row = rows.GetValueOrDefault(job);
            if ((JobAccess.Refusal(caller, row, job, Wanted) ?? JobAccess.Refusal(owner, row, job, Wanted)) is { } refusal) refused[job] = refusal;
        }

        var members = rows.Values.Where(row => !refused.ContainsKey(row.JobID)).OrderBy(row => row.JobID).Select(row => (row.JobID, MemberStates.Of(row.Status))).ToList();
        var added = await MemberStore.AddAsync(session, id, members, cancellationToken);
        if ((await JobSetStore.FindAsync(session, id, cancellationToken))!.Tally.Jobs > options.Value.MaxJobsPerSet) throw TooMany();
        session.AfterCommit(bell.Ring);
        return (added, refused);
    }

    private Task<IReadOnlyList<long>> FindAsync(Caller caller, IReadOnlyList<SearchCondition> search, long after, CancellationToken cancellationToken)
    {
        var all = caller.Properties.HasAny([DiracProperties.JobAdministrator, DiracProperties.JobSharing]);
        var filter = new SearchFilter(SearchTable.Jobs, databases.Jobs.Dialect).Within(new JobScope(caller.Vo, all ? null : caller.UserName)).Where(search);
        filter.Parameters["after"] = after;
        filter.Parameters["most"] = AtOnce;
        return databases.Jobs.ReadAsync(
            (session, token) => session.QueryAsync<long>(
                $"SELECT JobID FROM {{Jobs}} WHERE {filter.Sql} AND JobID > @after ORDER BY JobID LIMIT @most", filter.Parameters, token),
            cancellationToken);
    }

    private DiracException TooMany() => new(ErrorCode.TooLarge, $"A set has at most {Numbers.Of(options.Value.MaxJobsPerSet, "job")}.", "Make several sets.");

    private static DiracException Bad(string message, string advice) => new(ErrorCode.BadRequest, message, advice);
}
