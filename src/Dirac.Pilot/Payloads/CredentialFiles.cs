using Dirac.Client.Http;
using Dirac.Model.Errors;
using Dirac.Pilot.Attempts;
using Dirac.Pilot.Hosting;
using Dirac.Security.Local;

namespace Dirac.Pilot.Payloads;

/// <summary>A payload's credentials as files that only its user may read, kept fresh while it runs and deleted when it has ended.</summary>
/// <remarks>
/// The files lie beside the payload's directory, where no pattern of an output sandbox finds them. A renewed one takes the place of the old by
/// renaming: a program reads the old or the new one, never half of one. Disposing deletes them.
/// </remarks>
internal sealed class CredentialFiles : IAsyncDisposable
{
    private readonly string _proxy;
    private readonly string _token;
    private readonly CancellationTokenSource _ending = new();
    private readonly TimeProvider _clock;
    private readonly List<Task> _renewing = [];

    private CredentialFiles(JobDirectory directory, TimeProvider clock)
    {
        _proxy = Path.Combine(directory.Root, "proxy.pem");
        _token = Path.Combine(directory.Root, "token");
        _clock = clock;
    }

    /// <summary>The variables that lead the payload's programs to the files.</summary>
    internal IReadOnlyDictionary<string, string> Environment
    {
        get
        {
            var variables = new Dictionary<string, string>();
            if (File.Exists(_proxy)) variables["X509_USER_PROXY"] = _proxy;
            if (File.Exists(_token)) variables["BEARER_TOKEN_FILE"] = _token;
            return variables;
        }
    }

    /// <summary>Fetches credentials and puts them into place. Those of each source are renewed in their own time.</summary>
    /// <param name="sources">Where they come from.</param>
    /// <param name="attempt">For whom; when it stops, waiting stops.</param>
    /// <param name="directory">Where.</param>
    /// <param name="clock">Counts the time to renewals.</param>
    /// <param name="onTrouble">Told when a renewal fails; it is tried again.</param>
    /// <exception cref="DiracException">There are none to be had, and the payload must not start without; nothing is left in place then.</exception>
    internal static async Task<CredentialFiles> PlaceAsync(
        IReadOnlyList<IPayloadCredentials> sources, Attempt attempt, JobDirectory directory, TimeProvider clock, Action<string> onTrouble)
    {
        var files = new CredentialFiles(directory, clock);
        try
        {
            foreach (var source in sources)
            {
                var first = await FirstAsync(source, attempt, onTrouble);
                files.Write(first);
                if (first.RenewAt is { } renewAt) files._renewing.Add(files.RenewAsync(source, attempt, renewAt, onTrouble));
            }

            return files;
        }
        catch
        {
            await files.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await Task.WhenAll(_renewing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
        File.Delete(_proxy);
        File.Delete(_token);
    }

    private static async Task<PayloadCredentials> FirstAsync(IPayloadCredentials source, Attempt attempt, Action<string> onTrouble)
    {
        try
        {
            return await source.FetchAsync(attempt, attempt.Stopping);
        }
        catch (Exception error) when (source.Meanwhile is not null && ServerTrouble.Passes(error))
        {
            onTrouble(error.Message);
            return source.Meanwhile;
        }
    }

    private async Task RenewAsync(IPayloadCredentials source, Attempt attempt, DateTimeOffset renewAt, Action<string> onTrouble)
    {
        var backoff = new Backoff(_clock);
        for (DateTimeOffset? due = renewAt; due is { } moment;)
        {
            var wait = moment - _clock.GetUtcNow();
            if (wait > TimeSpan.Zero) await Task.Delay(wait, _clock, _ending.Token);
            try
            {
                var renewed = await source.FetchAsync(attempt, _ending.Token);
                Write(renewed);
                due = renewed.RenewAt;
                backoff.Reset();
            }
            catch (Exception error) when (error is DiracException or ApiException or IOException || ServerTrouble.Passes(error))
            {
                if (_ending.IsCancellationRequested) return;
                onTrouble(error.Message);
                await backoff.WaitAsync(_ending.Token);
            }
        }
    }

    private void Write(PayloadCredentials credentials)
    {
        if (credentials.Proxy is { } proxy) PrivateFile.Write(_proxy, proxy.Span);
        if (credentials.Token is { } token) PrivateFile.Write(_token, token.Span);
    }
}
