using System.Collections.Concurrent;
using Dirac.Model.Api;

namespace Dirac.Workload.Resources;

/// <summary>The kinds of offers that pilots make, at this server and, through the database, at others. Thread-safe.</summary>
/// <remarks>For explanations and for the finding of impossible jobs: what matches is decided with the pilot's own offer.</remarks>
internal sealed class RecentOffers(TimeProvider clock)
{
    /// <summary>For so long a kind of offer counts as something this installation has.</summary>
    public static readonly TimeSpan Known = TimeSpan.FromHours(24);

    /// <summary>A pilot seen within this time is there now.</summary>
    public static readonly TimeSpan Lately = TimeSpan.FromMinutes(10);

    private const int MostKept = 5_000;

    private readonly ConcurrentDictionary<string, SeenOffer> _kinds = new();
    private volatile TaskCompletionSource _new = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _version;

    /// <summary>Rises when a kind is seen that was not known.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Completes when a kind is seen that was not known when this was read.</summary>
    public Task New => _new.Task;

    private long NowMs => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>A pilot offers this.</summary>
    public void Note(ResourceDescription resource, string vo)
    {
        var kind = SeenOffer.KindOf(vo, resource);
        if (_kinds.TryGetValue(kind, out var known)) known.Seen(NowMs);
        else Add(new SeenOffer(vo, resource, NowMs));
    }

    /// <summary>Takes over what is written down.</summary>
    public void Merge(IEnumerable<SeenOffer> stored)
    {
        foreach (var offer in stored)
        {
            if (_kinds.TryGetValue(offer.Kind, out var known)) known.Seen(offer.SeenMs);
            else Add(offer);
        }
    }

    /// <summary>The kinds that count as known.</summary>
    public IReadOnlyList<SeenOffer> All()
    {
        var since = NowMs - (long)Known.TotalMilliseconds;
        return [.. _kinds.Values.Where(offer => offer.SeenMs >= since)];
    }

    /// <summary>Whether it was offered lately.</summary>
    public bool IsLate(SeenOffer offer) => NowMs - offer.SeenMs <= (long)Lately.TotalMilliseconds;

    /// <summary>Forgets kinds that nobody has offered for long.</summary>
    public void Forget()
    {
        var since = NowMs - (long)Known.TotalMilliseconds;
        foreach (var (kind, offer) in _kinds)
        {
            if (offer.SeenMs < since && _kinds.TryRemove(kind, out _)) Interlocked.Increment(ref _version);
        }
    }

    private void Add(SeenOffer offer)
    {
        if (_kinds.Count >= MostKept || !_kinds.TryAdd(offer.Kind, offer)) return;
        Interlocked.Increment(ref _version);
        Interlocked.Exchange(ref _new, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }
}
