using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Model.Text;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Local;
using Dirac.Workload.Sets.Notices;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Sets;

/// <summary>Makes a set: first without jobs and silent, then its jobs in parts; when all are in, its rules hold.</summary>
/// <remarks>A server that dies meanwhile leaves a set that is Filling, which does nothing and is removed after an hour.</remarks>
internal sealed class CreateJobSet(
    WorkloadDatabases databases, PlanCheck check, JobSetFiller filler, ChainSandboxes sandboxes, ReadJobSets read, IOptions<JobSetOptions> options, TimeProvider clock)
{
    public async Task<JobSetChange> RunAsync(Caller caller, NewJobSet request, CancellationToken cancellationToken)
    {
        var plan = new JobSetPlan { Name = request.Name, On = request.On, Notices = request.Notices };
        check.Demand(caller, plan);
        PlanCheck.DemandSecret(request.Secret);
        var isEmpty = request is { JobIds: null, Search: null };
        if (!request.Open || !isEmpty) JobSetFiller.Demand(request.JobIds, request.Search);
        var set = Row(caller, request);
        var id = await databases.Jobs.WriteAsync((session, token) => InsertAsync(session, set, plan, token), cancellationToken);
        try
        {
            var outcome = isEmpty ? new JobSetFiller.Outcome() : await filler.AddAsync(caller, caller, id, request.JobIds, request.Search, cancellationToken);
            if (outcome.Added == 0 && !request.Open) throw Nothing(outcome);
            await sandboxes.KeepAsync(caller, id, PlanCheck.Descriptions(plan), cancellationToken);
            await ReadyAsync(id, request.Open ? SetState.Open : SetState.Closed, cancellationToken);
            return new JobSetChange(await read.FindAsync(caller, id, cancellationToken) with { Secret = set.Secret }, outcome.Added, outcome.Failed);
        }
        catch (Exception error) when (error is not CommitOutcomeUnknownException)
        {
            await databases.Jobs.WriteAsync((session, token) => JobSetStore.SetStateAsync(session, id, SetState.Deleted, token), CancellationToken.None);
            throw;
        }
    }

    private async Task<long> InsertAsync(IDbSession session, JobSetRow set, JobSetPlan plan, CancellationToken cancellationToken)
    {
        if (await JobSetStore.NumberOfAsync(session, set.VO, set.Owner, cancellationToken) >= options.Value.MaxSetsPerOwner)
        {
            throw new DiracException(
                ErrorCode.Conflict, $"You have {Numbers.Of(options.Value.MaxSetsPerOwner, "set")}, which is as many as one may have.", "Delete some with 'dirac set delete ID'; their jobs stay.");
        }

        var id = await JobSetStore.InsertAsync(session, set, cancellationToken);
        await RuleStore.InsertAsync(session, id, plan.On ?? [], cancellationToken);
        await NoticeStore.InsertAsync(session, id, plan.Notices ?? [], cancellationToken);
        return id;
    }

    private Task ReadyAsync(long id, string state, CancellationToken cancellationToken) => databases.Jobs.WriteAsync(
        async (session, token) =>
        {
            await JobSetStore.SetStateAsync(session, id, state, token);
            await MemberStore.NoteAsync(session, [(id, SetTally.Zero)], token);
        },
        cancellationToken);

    private JobSetRow Row(Caller caller, NewJobSet request) => new()
    {
        VO = caller.Vo,
        Owner = caller.UserName,
        OwnerGroup = caller.Group,
        Properties = string.Join(',', caller.Properties),
        Name = request.Name ?? "",
        State = SetState.Filling,
        Secret = request.Secret ?? RandomText.Create(),
        CreatedMs = clock.GetUtcNow().ToUnixTimeMilliseconds(),
    };

    private static DiracException Nothing(JobSetFiller.Outcome outcome) => outcome.Failed.Count > 0
        ? new(ErrorCode.NotFound, $"{(outcome.Failed.Count == 1 ? "The job cannot" : $"None of the {Numbers.Of(outcome.Failed.Count)} jobs can")} be in the set. {outcome.Failed.Values.First().Detail}", "'dirac job list' lists yours.")
        : new(ErrorCode.BadRequest, "No jobs fit; no set was made.", "Say open to make a set that gets its jobs later.");
}
