using Dirac.Persistence;

namespace Dirac.Workload;

/// <summary>The five DIRAC databases this room owns. No transaction spans two of them.</summary>
internal sealed class WorkloadDatabases(IDatabases databases)
{
    public static readonly IReadOnlyList<string> Names = ["JobDB", "JobLoggingDB", "TaskQueueDB", "SandboxMetadataDB", "PilotAgentsDB"];

    public IDatabase Jobs { get; } = databases.Get("JobDB");

    public IDatabase Logging { get; } = databases.Get("JobLoggingDB");

    public IDatabase Queues { get; } = databases.Get("TaskQueueDB");

    public IDatabase Sandboxes { get; } = databases.Get("SandboxMetadataDB");

    public IDatabase Pilots { get; } = databases.Get("PilotAgentsDB");
}
