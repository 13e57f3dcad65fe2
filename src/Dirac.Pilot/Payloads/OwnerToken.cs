using System.Net;
using System.Text;
using Dirac.Client.Http;
using Dirac.Client.Pilots;
using Dirac.Model.Api;
using Dirac.Pilot.Attempts;
using Microsoft.Extensions.Logging;

namespace Dirac.Pilot.Payloads;

/// <summary>Gets from the server the token with which a payload acts for its owner while its job runs, and not a moment longer.</summary>
internal sealed partial class OwnerToken(PilotClient client, TimeProvider clock, ILogger<OwnerToken> logger) : IPayloadCredentials
{
    // An empty file: where the token will be is known, and most payloads look there late or never.
    public PayloadCredentials? Meanwhile { get; } = new() { Token = ReadOnlyMemory<byte>.Empty, RenewAt = DateTimeOffset.MinValue };

    public async Task<PayloadCredentials> FetchAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await client.GetOwnerTokenAsync(new PilotTokenRequest(attempt.Match.JobID, attempt.Match.Attempt), cancellationToken);
            return new PayloadCredentials
            {
                Token = Encoding.ASCII.GetBytes(reply.AccessToken),
                // A third of its life is left for a server that is away.
                RenewAt = clock.GetUtcNow() + (TimeSpan.FromSeconds(reply.ExpiresIn) * 2 / 3),
            };
        }
        // A job that needs no token must not fail for want of one: its owner was suspended meanwhile, or the server gives none.
        catch (ApiException refused) when (refused.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed)
        {
            LogNone(attempt.Key.JobId, attempt.Key.Attempt, refused.Message);
            return PayloadCredentials.None;
        }
    }

    [LoggerMessage(12_305, LogLevel.Warning, "Job {JobId} attempt {Attempt} gets no token from now on: {Reason}")]
    private partial void LogNone(long jobId, int attempt, string reason);
}
