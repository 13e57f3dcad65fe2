using Dirac.Model.Api;

namespace Dirac.Workload.Jobs;

/// <summary>Outcomes per job while a bulk is worked on. Not thread-safe.</summary>
internal sealed class BulkOutcome
{
    private readonly Dictionary<long, StatusChange> _success = [];
    private readonly Dictionary<long, FailedItem> _failed = [];

    public IEnumerable<long> Succeeded => _success.Keys;

    public bool HasFailures => _failed.Count > 0;

    public bool Contains(long id) => _success.ContainsKey(id) || _failed.ContainsKey(id);

    public void Succeed(long id, StatusChange change) => _success[id] = change;

    public void Fail(long id, string reason, FailedKind kind = FailedKind.State) => _failed[id] = new FailedItem(reason) { Kind = kind };

    public void Add(BulkResult other)
    {
        foreach (var (id, change) in other.Success) _success[id] = change;
        foreach (var (id, failure) in other.Failed) _failed[id] = failure;
    }

    public BulkResult MergedWith(BulkOutcome other)
    {
        Add(other.ToResult());
        return ToResult();
    }

    public BulkResult ToResult() => new(_success, _failed);
}
