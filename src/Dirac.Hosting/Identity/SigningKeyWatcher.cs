using Dirac.Hosting.Configuration;
using Dirac.Model.Errors;
using Dirac.Security.Tokens;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dirac.Hosting.Identity;

/// <summary>Has the keys read again when their file changes. A file that cannot be used changes nothing but the log.</summary>
internal sealed partial class SigningKeyWatcher(
    HostingOptions options, SigningKeyFile file, KeyRing ring, TimeProvider clock, ILogger<SigningKeyWatcher> logger) : BackgroundService
{
    private (DateTime, long) _seen;

    /// <summary>Looks at the file, and reads it when it is another one than last time.</summary>
    public void Look()
    {
        try
        {
            var info = new FileInfo(file.Path);
            var now = (info.LastWriteTimeUtc, info.Exists ? info.Length : -1);
            if (now == _seen) return;
            _seen = now;
            var keys = file.Open();
            if (keys.PublicKeySet.Span.SequenceEqual(ring.Current.PublicKeySet.Span) && keys.SigningKeyId == ring.Current.SigningKeyId) return;
            ring.Replace(keys);
            LogReplaced(keys.SigningKeyId, keys.KeyIds.Count);
        }
        catch (DiracException failure)
        {
            LogUnusable(failure.Message);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new WatchedFiles([file.Path], options.ConfigurationPoll, clock).WatchAsync(Look, stoppingToken);

    [LoggerMessage(5730, LogLevel.Information, "The signing keys have changed: {KeyId} signs now, {Count} are published")]
    private partial void LogReplaced(string keyId, int count);

    [LoggerMessage(5731, LogLevel.Error, "The signing keys stay as they were, since their file cannot be used: {Problem}")]
    private partial void LogUnusable(string problem);
}
