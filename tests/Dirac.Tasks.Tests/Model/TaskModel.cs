namespace Dirac.Tasks.Tests.Model;

/// <summary>What the queue should do, as simply as it can be said. Not thread-safe.</summary>
/// <param name="kinds">The declared kinds.</param>
internal sealed class TaskModel(IReadOnlyDictionary<string, TaskDefinition> kinds)
{
    private const long PausesKnownForMs = 1_000;
    private const int MostCandidates = 1_000;

    // There are kinds that need locks, and a claim looks further for them.
    private const int FewestCandidates = 100;

    private readonly SortedDictionary<long, ModelTask> _tasks = [];
    private readonly HashSet<string> _paused = [];
    private HashSet<string> _knownPaused = [];
    private long? _knownSince;

    public IEnumerable<string> Queue => _tasks.Values.Where(task => !task.IsDead).Select(task => task.ToString());

    public IEnumerable<string> Dead => _tasks.Values.Where(task => task.IsDead).Select(task => task.ToString());

    public IEnumerable<string> Paused => _paused.Order(StringComparer.Ordinal);

    /// <summary>The claims that were ever made, in order.</summary>
    public List<ModelClaim> Claims { get; } = [];

    private IEnumerable<ModelTask> Standing => _tasks.Values.Where(task => !task.IsDead);

    /// <summary>Whether a task with this key would be added.</summary>
    public bool Takes(string kind, string? key) => key is null || !Standing.Any(task => task.Kind == kind && task.Key == key);

    public void Add(ModelTask task) => _tasks.Add(task.Id, task);

    /// <summary>Claims; the batches in order.</summary>
    public IReadOnlyList<ModelClaim> Claim(int slots, string owner, long nowMs, long trueMs)
    {
        LookAtPauses(trueMs);
        var batches = new List<List<ModelTask>>();
        foreach (var task in Due(nowMs, Math.Clamp(slots * kinds.Values.Max(kind => kind.BatchSize), FewestCandidates, MostCandidates)))
        {
            var open = batches.LastOrDefault(batch => batch[0] is { Attempt: 0 } first && first.Kind == task.Kind);
            if (task.Attempt >= kinds[task.Kind].MaxAttempts)
                Bury(task, nameof(DeathReason.Failed));
            else if (_knownPaused.Contains(task.Kind))
                Park(task);
            else if (task.Attempt == 0 && open?.Count < kinds[task.Kind].BatchSize)
                open.Add(task);
            else if (batches.Count < slots)
                batches.Add([task]);
        }
        return Take(batches, owner, nowMs);
    }

    /// <summary>Renews; how many of its tasks are somebody else's.</summary>
    public int Renew(ModelClaim claim, long nowMs)
    {
        foreach (var task in Held(claim))
            task.DueMs = nowMs + Lease(claim.Kind);
        return claim.Tasks.Count(id => _tasks.TryGetValue(id, out var task) && !task.IsDead && task.Epoch != claim.Epoch);
    }

    /// <summary>The tasks of a claim that it still holds.</summary>
    public IReadOnlyList<ModelTask> Held(ModelClaim claim) =>
        [.. claim.Tasks.Select(id => _tasks.GetValueOrDefault(id)).OfType<ModelTask>().Where(task => !task.IsDead && task.Epoch == claim.Epoch)];

    public void Remove(ModelTask task) => _tasks.Remove(task.Id);

    public static void Bury(ModelTask task, string reason) => (task.IsDead, task.Reason, task.Key) = (true, reason, null);

    public static void Release(ModelTask task, int attempt, long dueMs)
    {
        (task.Attempt, task.DueMs, task.Owner) = (attempt, dueMs, null);
        task.Epoch++;
    }

    public bool Pause(string kind) => _paused.Add(kind);

    public bool Resume(string kind)
    {
        if (!_paused.Remove(kind))
            return false;
        foreach (var task in Standing.Where(task => task.IsParked && !_paused.Contains(task.Kind)))
            task.IsParked = false;
        return true;
    }

    public int Retry(string kind, long nowMs)
    {
        var dead = _tasks.Values.Where(task => task.IsDead && task.Kind == kind).ToList();
        foreach (var task in dead)
            (task.IsDead, task.Attempt, task.DueMs, task.Owner, task.IsParked, task.Epoch) = (false, 0, nowMs, null, false, task.Epoch + 1);
        return dead.Count;
    }

    public int Drop(string kind)
    {
        var dead = _tasks.Values.Where(task => task.IsDead && task.Kind == kind).ToList();
        dead.ForEach(Remove);
        return dead.Count;
    }

    private long Lease(string kind) => (long)kinds[kind].Lease.TotalMilliseconds;

    private List<ModelTask> Due(long nowMs, int most) =>
        [.. Standing.Where(task => !task.IsParked && task.DueMs <= nowMs).OrderBy(task => task.Priority).ThenBy(task => task.DueMs).ThenBy(task => task.Id).Take(most)];

    private List<ModelClaim> Take(List<List<ModelTask>> batches, string owner, long nowMs)
    {
        if (batches.Count == 0)
            return [];
        var epoch = batches.SelectMany(batch => batch).Max(task => task.Epoch) + 1;
        foreach (var task in batches.SelectMany(batch => batch))
        {
            (task.Owner, task.Epoch, task.Key, task.DueMs) = (owner, epoch, null, nowMs + Lease(task.Kind));
            task.Attempt++;
        }
        var claims = batches.Select(batch => new ModelClaim(batch[0].Kind, epoch, [.. batch.Select(task => task.Id)])).ToList();
        Claims.AddRange(claims);
        return claims;
    }

    // A worker asks at most once a second, and again at once when it was wrong.
    private void LookAtPauses(long trueMs)
    {
        if (_knownSince is { } since && trueMs - since < PausesKnownForMs)
            return;
        (_knownSince, _knownPaused) = (trueMs, [.. _paused]);
    }

    private void Park(ModelTask task)
    {
        if (_paused.Contains(task.Kind))
            (task.IsParked, task.Owner) = (true, null);
        else
            _knownSince = null;
    }
}
