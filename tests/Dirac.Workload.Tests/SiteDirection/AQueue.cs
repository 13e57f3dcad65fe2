using Dirac.Model.Api;
using Dirac.Resources.Computing;
using Dirac.Workload.SiteDirection;
using Dirac.Workload.Tests.Matching;

namespace Dirac.Workload.Tests.SiteDirection;

/// <summary>Directed queues for tests.</summary>
internal static class AQueue
{
    public static DirectedQueue Of(string ce, int total = 10, int waiting = 10, int processors = 1, params string[] vos) => new()
    {
        Name = new QueueName($"DIRAC.{ce}.org", ce, "q"),
        Element = new CEOptions { Name = ce, BatchSystem = "Host" },
        Resource = new ResourceDescription { Site = $"DIRAC.{ce}.org", GridCE = ce, CPUTime = 1_000_000, NumberOfProcessors = processors },
        Vos = vos.Length == 0 ? [AnOffer.Vo] : vos,
        MaxTotalJobs = total,
        MaxWaitingJobs = waiting,
        Reach = PilotReach.Direct,
        Digest = "",
    };

    public static QueueState With(this DirectedQueue queue, int waiting = 0, int running = 0, int? coming = null, string vo = AnOffer.Vo) =>
        new(queue, new Dictionary<string, PilotCount> { [vo] = new(waiting, coming ?? waiting, running) });
}
