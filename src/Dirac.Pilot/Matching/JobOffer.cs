using Dirac.Client.Pilots;
using Dirac.Model.Api;
using Dirac.Pilot.Hosting;
using Microsoft.Extensions.Logging;

namespace Dirac.Pilot.Matching;

/// <summary>One request for a job, repeated under one name until it is answered.</summary>
/// <remarks>A request broken off may have been answered with a job, so its name is asked about once more before its processors are used otherwise.</remarks>
internal sealed partial class JobOffer(PilotClient client, ResourceDescription resource, TimeSpan wait, TimeProvider clock, ILogger logger) : IDisposable
{
    private readonly CancellationTokenSource _settle = new();

    /// <summary>Timestamp of the clock when the job was first asked for; leases count from here.</summary>
    internal long AskedAt { get; private set; }

    /// <summary>Stops waiting for a job; the answer comes soon.</summary>
    internal void Settle() => _settle.Cancel();

    /// <summary>Asks until answered.</summary>
    /// <param name="cancellationToken">Gives up without an answer.</param>
    /// <returns>A job, or null when there was none.</returns>
    internal async Task<MatchReply?> AskAsync(CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("N");
        var backoff = new Backoff(clock);
        AskedAt = clock.GetTimestamp();
        while (true)
        {
            var settling = _settle.IsCancellationRequested;
            var request = new MatchRequest { MatchId = id, Resource = resource, WaitSeconds = settling ? 0 : (int)wait.TotalSeconds };
            using var call = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var broken = settling ? default : _settle.Token.Register(call.Cancel);
            try
            {
                return await client.MatchAsync(request, call.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Settled meanwhile: ask what has become of it.
                backoff.Reset();
            }
            catch (Exception error) when (ServerTrouble.Passes(error))
            {
                LogServerAway(error.Message);
                await backoff.WaitAsync(cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _settle.Dispose();

    [LoggerMessage(12_001, LogLevel.Warning, "No job can be asked for: {Error}")]
    private partial void LogServerAway(string error);
}
