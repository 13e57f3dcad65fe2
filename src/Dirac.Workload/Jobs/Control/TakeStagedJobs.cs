using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Workload.Logging;
using Dirac.Workload.Optimisation;

namespace Dirac.Workload.Jobs.Control;

/// <summary>Takes in what became of the files that jobs wait for (updateJobFromStager); one outcome per job.</summary>
internal sealed class TakeStagedJobs(BulkControl control, LoggingOutbox outbox, OptimizerQueue optimizers)
{
    private const string Done = "Done";
    private const string Failed = "Failed";

    public async Task<BulkResult> RunAsync(Caller caller, IReadOnlyDictionary<long, string> results, CancellationToken cancellationToken)
    {
        if (results.FirstOrDefault(job => job.Value is not (Done or Failed)) is { Value: not null } odd)
        {
            throw new DiracException(ErrorCode.BadRequest, $"Job {odd.Key}: staging ends as {Done} or {Failed}.", "Nothing was changed.");
        }

        var outcome = new BulkOutcome();
        foreach (var group in results.GroupBy(job => job.Value))
        {
            outcome.Add(await control.RunAsync(caller, [.. group.Select(job => job.Key)], new StagedVerb(outbox, optimizers, group.Key == Done), cancellationToken));
        }

        return outcome.ToResult();
    }
}
