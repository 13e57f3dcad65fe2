using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Tests.Matching;

/// <summary>Task queue keys for tests.</summary>
internal static class AKey
{
    public static TaskQueueKey With(params (string Field, string[] Values)[] values) => Of(AnOffer.Vo, 3_600, values);

    public static TaskQueueKey Of(string vo, long cpuTime, params (string Field, string[] Values)[] values) =>
        new("ann", "demo_user", vo, cpuTime, values.Select(pair => KeyValuePair.Create(pair.Field, pair.Values.AsEnumerable())));
}
