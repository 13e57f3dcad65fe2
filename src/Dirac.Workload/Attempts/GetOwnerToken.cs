using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Security.Tokens;
using Dirac.Workload.Ports;
using Microsoft.Extensions.Logging;

namespace Dirac.Workload.Attempts;

/// <summary>Operation: a token with which a job's payload acts for the job's owner, for the pilot that runs the job at this moment and for nobody else.</summary>
/// <remarks>What the owner may do is asked anew each time; the payload gets no more than <see cref="PayloadPolicy"/> leaves of it.</remarks>
internal sealed partial class GetOwnerToken(WorkloadDatabases databases, IOwnerRights rights, RunningPayloads running, TokenIssuer issuer, ILogger<GetOwnerToken> logger)
{
    public async Task<TokenReply> RunAsync(Caller pilot, PilotTokenRequest request, CancellationToken cancellationToken)
    {
        var attempt = new PayloadJob(request.JobID, request.Attempt);
        var job = await databases.Jobs.ReadAsync((session, token) => HeldAttempts.DemandAsync(session, pilot, attempt.JobId, attempt.Attempt, token), cancellationToken);
        if (!await running.IsRunningAsync(pilot.Vo, attempt, cancellationToken))
            throw new DiracException(ErrorCode.NotAuthorized, $"Job {attempt.JobId} is {job.Status}: its payload gets no token.");
        if (await rights.OfAsync(job.Owner, job.OwnerGroup, job.VO, cancellationToken) is not { } properties)
        {
            LogNoRights(attempt.JobId, job.Owner, job.OwnerGroup, job.VO);
            throw new DiracException(ErrorCode.NotFound, $"{job.Owner} may not act in the group {job.OwnerGroup} of {job.VO} at this moment.", "A manager of users can change that: dirac user.");
        }

        var token = issuer.Issue(new PayloadIdentity(job.Owner, job.VO, job.OwnerGroup, PayloadPolicy.PropertiesOf(properties), attempt));
        LogGiven(token.Caller.TokenId, attempt.JobId, attempt.Attempt, job.Owner, pilot.PilotStamp!);
        return token.ToReply();
    }

    [LoggerMessage(5840, LogLevel.Debug, "The token {Token} of job {JobId} attempt {Attempt}, of {Owner}, was given to pilot {Stamp}")]
    private partial void LogGiven(string token, long jobId, int attempt, string owner, string stamp);

    [LoggerMessage(5841, LogLevel.Information, "The payload of job {JobId} gets no token: {Owner} may not act in the group {Group} of {Vo}")]
    private partial void LogNoRights(long jobId, string owner, string group, string vo);
}
