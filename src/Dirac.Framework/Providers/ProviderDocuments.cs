using System.Collections.Concurrent;
using Dirac.Model.Errors;
using Microsoft.Extensions.Logging;

namespace Dirac.Framework.Providers;

/// <summary>What providers publish of themselves and their keys, kept for an hour. Thread-safe.</summary>
/// <remarks>
/// While a provider does not give new ones, old ones count for a day, and it is asked again after some seconds only: whoever logs in meanwhile, or waited for
/// the same answer, does not wait as long again. A token under an unknown key has the keys fetched again, once a minute at most: whoever
/// sends tokens must not make this server press its provider.
/// </remarks>
internal sealed partial class ProviderDocuments(ProviderHttp http, TimeProvider clock, ILogger<ProviderDocuments> logger)
{
    public static readonly TimeSpan FreshFor = TimeSpan.FromHours(1);
    public static readonly TimeSpan UsableFor = TimeSpan.FromDays(1);
    public static readonly TimeSpan BetweenKeyLooks = TimeSpan.FromMinutes(1);

    public static readonly TimeSpan BetweenFailures = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<ProviderSettings, Shelf> _shelves = new();

    /// <summary>What the provider says of itself.</summary>
    /// <exception cref="DiracException">Unavailable: it does not answer. BadConfiguration: it is not the provider that the configuration means.</exception>
    public Task<ProviderMetadata> MetadataAsync(ProviderSettings settings, CancellationToken cancellationToken) => KeptAsync(
        settings, shelf => shelf.Metadata, FreshFor,
        async () => DiscoveryDocument.Read(await GetAsync(settings, DiscoveryDocument.AddressOf(settings.Issuer), cancellationToken), settings.Issuer), cancellationToken);

    /// <summary>Its keys.</summary>
    /// <param name="settings">Which provider.</param>
    /// <param name="anew">Whether a key was missing.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DiracException">As of <see cref="MetadataAsync"/>.</exception>
    public async Task<ProviderKeySet> KeysAsync(ProviderSettings settings, bool anew, CancellationToken cancellationToken)
    {
        var metadata = await MetadataAsync(settings, cancellationToken);
        return await KeptAsync(
            settings, shelf => shelf.Keys, anew ? BetweenKeyLooks : FreshFor,
            async () => ProviderKeySet.Read(await GetAsync(settings, metadata.Keys, cancellationToken), settings.Issuer), cancellationToken);
    }

    private async Task<T> KeptAsync<T>(ProviderSettings settings, Func<Shelf, Document<T>> choose, TimeSpan freshFor, Func<Task<T>> fetchAsync, CancellationToken cancellationToken)
        where T : class
    {
        var document = choose(_shelves.GetOrAdd(settings, _ => new Shelf()));
        if (document.Within(freshFor, clock) is { } fresh) return fresh;
        await document.Gate.WaitAsync(cancellationToken);
        try
        {
            if (document.Within(freshFor, clock) is { } fetchedMeanwhile) return fetchedMeanwhile;
            if (document.Failure(clock) is { } failedMeanwhile) throw failedMeanwhile;
            var made = await fetchAsync();
            document.Keep(made, clock);
            return made;
        }
        catch (DiracException problem)
        {
            if (document.Failure(clock) is null) document.KeepFailure(problem, clock);
            if (problem.Code != ErrorCode.Unavailable || document.Within(UsableFor, clock) is not { } old) throw;
            LogOldUsed(settings.Name, problem.Message);
            return old;
        }
        finally
        {
            document.Gate.Release();
        }
    }

    private async Task<ReadOnlyMemory<byte>> GetAsync(ProviderSettings settings, Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var reply = await http.SendAsync(settings, request, ProviderHttp.LongestBody, cancellationToken);
        return reply.IsGood
            ? reply.Body
            : throw new DiracException(ErrorCode.Unavailable, $"The identity provider {settings.Name} answers {address.AbsolutePath} with {(int)reply.Status}.", "Check its issuer in the configuration, or try again later.");
    }

    [LoggerMessage(5760, LogLevel.Warning, "The identity provider {Provider} gives no new description or keys, the old ones are used: {Problem}")]
    private partial void LogOldUsed(string provider, string problem);

    private sealed class Shelf
    {
        public Document<ProviderMetadata> Metadata { get; } = new();

        public Document<ProviderKeySet> Keys { get; } = new();
    }

    private sealed class Document<T>
        where T : class
    {
        private volatile Copy? _copy;
        private volatile FailedLook? _failed;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        public T? Within(TimeSpan age, TimeProvider clock) => _copy is { } copy && clock.GetElapsedTime(copy.At) < age ? copy.Content : null;

        public void Keep(T content, TimeProvider clock) => _copy = new Copy(content, clock.GetTimestamp());

        /// <summary>Why the latest look failed, when that is no more than seconds ago.</summary>
        public DiracException? Failure(TimeProvider clock) => _failed is { } failed && clock.GetElapsedTime(failed.At) < BetweenFailures
            ? new DiracException(failed.Problem.Code, failed.Problem.Message, failed.Problem.Advice, failed.Problem)
            : null;

        public void KeepFailure(DiracException problem, TimeProvider clock) => _failed = new FailedLook(problem, clock.GetTimestamp());

        private sealed record Copy(T Content, long At);

        private sealed record FailedLook(DiracException Problem, long At);
    }
}
