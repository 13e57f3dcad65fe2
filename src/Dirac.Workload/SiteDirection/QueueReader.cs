using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Resources.Computing;
using Dirac.Workload.Resources;

namespace Dirac.Workload.SiteDirection;

/// <summary>Reads a directed queue from its sections. Pure.</summary>
internal static class QueueReader
{
    /// <summary>The queue of an element that has none.</summary>
    public const string NoQueue = "default";

    private const int UsualTotal = 10;
    private const int UsualIdleSeconds = 60;
    private const int UsualAskSeconds = 5;

    /// <summary>The queue; null when no pilots are sent there.</summary>
    /// <param name="configured">Where it stands.</param>
    /// <param name="allVos">The VOs it serves when it names none.</param>
    /// <param name="isReachable">Whether nodes can reach the server by its address.</param>
    /// <exception cref="DiracException">BadConfiguration: an option makes no sense.</exception>
    public static DirectedQueue? Read(ConfiguredQueue configured, IEnumerable<string> allVos, bool isReachable)
    {
        var levels = configured.Levels;
        if (CEOptions.Read(configured.CE, configured.Queue, levels) is not { } element) return null;
        var served = levels.Select(level => level.GetList("VO")).FirstOrDefault(list => list.Count > 0) ?? [.. allVos];
        // A host without a batch system does not queue: one pilot has all of it.
        var usual = element.Queues ? UsualTotal : 1;
        return new DirectedQueue
        {
            Name = new QueueName(configured.Site, configured.CE, configured.Queue ?? NoQueue),
            Element = element,
            Resource = ConfiguredResources.Describe(configured with { Queue = configured.Queue ?? NoQueue }),
            Vos = served,
            MaxTotalJobs = Number(configured, "MaxTotalJobs", usual, 0, 1_000_000),
            MaxWaitingJobs = Number(configured, "MaxWaitingJobs", usual, 0, 1_000_000),
            Reach = ReadReach(configured, element, isReachable),
            GateAddress = levels.Inherited("GateAddress"),
            Gpus = Number(configured, "NumberOfGPUs", 0, 0, 1024),
            WallClockSeconds = Number(configured, "WallClockTime", 0, 0, 100_000_000),
            IdleSeconds = Number(configured, "PilotIdleTime", UsualIdleSeconds, 1, 86_400),
            MinAskSeconds = Number(configured, "MinAskTime", UsualAskSeconds, 0, 86_400),
            Architecture = levels.Inherited("Architecture") ?? "x64",
            Digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', levels.Select(Cfg.Write)))))[..32],
        };
    }

    private static PilotReach ReadReach(ConfiguredQueue configured, CEOptions element, bool isReachable)
    {
        var text = configured.Levels.Inherited("Reach");
        if (text is null) return element.Ssh is null || isReachable ? PilotReach.Direct : element.Queues ? PilotReach.Relay : PilotReach.Gate;
        if (!Enum.TryParse<PilotReach>(text, ignoreCase: true, out var reach) || !Enum.IsDefined(reach)) throw Bad(configured, "Reach", text, "Direct, Gate, Relay or Files");
        // There is no connection through which to come back from this machine.
        return element.Ssh is null && reach is (PilotReach.Gate or PilotReach.Relay) ? PilotReach.Direct : reach;
    }

    private static int Number(ConfiguredQueue configured, string option, int usual, int least, int most) => configured.Levels.Inherited(option) is not { } text
        ? usual
        : int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : throw Bad(configured, option, text, $"a number from {least} to {most}");

    private static DiracException Bad(ConfiguredQueue configured, string option, string value, string wanted) =>
        new(ErrorCode.BadConfiguration, $"{option} = {value} of {configured.CE} at {configured.Site} is not {wanted}.", "Mend it in /Resources/Sites.");
}
