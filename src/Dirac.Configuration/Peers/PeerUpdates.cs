using Dirac.Model.Errors;
using Microsoft.Extensions.Logging;

namespace Dirac.Configuration.Peers;

/// <summary>Has other services read their configuration again, several at a time. Who does not answer is logged and left alone: everybody looks now and then anyway.</summary>
internal sealed partial class PeerUpdates(IConfigurationPeers peers, TimeProvider clock, ILogger<PeerUpdates> log)
{
    private const int AtOnce = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Tells all of <paramref name="urls"/>; returns when each has answered or was waited for long enough.</summary>
    public Task SendAsync(IEnumerable<string> urls, bool fromMaster, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, (url, token) => SendAsync(url, fromMaster, token));

    private async ValueTask SendAsync(string url, bool fromMaster, CancellationToken cancellationToken)
    {
        try
        {
            await Patient.CallAsync(token => peers.RefreshAsync(url, fromMaster, token), Patience, clock, cancellationToken);
            LogUpdated(url);
        }
        catch (DiracException failure)
        {
            LogNotUpdated(url, failure.Message);
        }
    }

    [LoggerMessage(5510, LogLevel.Debug, "{Url} has read its configuration again")]
    private partial void LogUpdated(string url);

    [LoggerMessage(5511, LogLevel.Warning, "{Url} could not be told of the new configuration, and will find it by itself: {Problem}")]
    private partial void LogNotUpdated(string url, string problem);
}
