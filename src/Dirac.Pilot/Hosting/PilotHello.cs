using Dirac.Client.Http;
using Dirac.Client.Identity;
using Dirac.Client.Pilots;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Model.Pilots;
using Microsoft.Extensions.Logging;

namespace Dirac.Pilot.Hosting;

/// <summary>The pilot's first words to its server: who it is, and on which node.</summary>
internal sealed partial class PilotHello(PilotOptions options, LoginToken token, PilotClient client, TimeProvider clock, ILogger<PilotHello> logger)
{
    /// <summary>Logs in. A server that is away is waited for, but not for ever by a pilot with an idle time; one that refuses ends the pilot.</summary>
    /// <param name="measuring">Ends with the power of one processor, HS06; the login goes on meanwhile.</param>
    /// <param name="draining">Gives up.</param>
    /// <returns>False when given up.</returns>
    /// <exception cref="ApiException">The server refuses this pilot.</exception>
    /// <exception cref="DiracException">Unavailable: the server is away for too long.</exception>
    internal async Task<bool> SayAsync(Task<double> measuring, CancellationToken draining)
    {
        var backoff = new Backoff(clock);
        var begun = clock.GetTimestamp();
        while (!draining.IsCancellationRequested)
        {
            try
            {
                await token.GetTokenAsync(null, draining);
                await client.UpdateAsync(options.Stamp, Hello(await measuring), draining);
                return true;
            }
            catch (Exception error) when (ServerTrouble.Passes(error) && error is not ApiException { Status: System.Net.HttpStatusCode.Unauthorized })
            {
                if (options.IdleTimeout != Timeout.InfiniteTimeSpan && clock.GetElapsedTime(begun) >= options.IdleTimeout + options.AnswerTimeout) throw NotHeard(error);
                LogServerAway(error.Message);
                await backoff.WaitAsync(draining).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (draining.IsCancellationRequested)
            {
                return false;
            }
        }

        return false;
    }

    private DiracException NotHeard(Exception error) => new(
        ErrorCode.Unavailable, $"The server did not answer for {(options.IdleTimeout + options.AnswerTimeout).TotalSeconds:0} s, so this pilot ends: {error.Message}", "Another is sent when jobs wait.", error);

    private PilotMetadata Hello(double cpuPower) => new()
    {
        Status = nameof(PilotStatus.Running),
        BenchMark = cpuPower,
        DestinationSite = options.ComputingElement,
        GridSite = options.Site,
        Queue = options.Queue,
        HostName = Environment.MachineName,
    };

    [LoggerMessage(12_401, LogLevel.Warning, "The server does not answer yet: {Error}")]
    private partial void LogServerAway(string error);
}
