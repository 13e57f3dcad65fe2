using Dirac.Model.Api;

namespace Dirac.Workload.Pilots.Records;

/// <summary>Outcomes per pilot while a bulk is worked on. Not thread-safe.</summary>
internal sealed class PilotOutcome
{
    private readonly Dictionary<string, PilotChange> _success = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FailedItem> _failed = new(StringComparer.Ordinal);

    public void Succeed(string stamp, string status, string? detail = null) => _success[stamp] = new PilotChange(status, detail);

    public void Fail(string stamp, string reason) => _failed[stamp] = new FailedItem(reason);

    public PilotBulkResult ToResult() => new(_success, _failed);
}
