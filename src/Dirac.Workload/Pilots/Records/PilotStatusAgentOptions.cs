using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Workload.Pilots.Records;

/// <summary>The options of DIRAC's PilotStatusAgent, as the configuration has them now.</summary>
/// <param name="PilotStalledDays">Days of silence after which a pilot is given up. Default 3.</param>
/// <param name="ClearPilotsDelay">Days after its submission for which a pilot that has ended is kept. Default 30.</param>
/// <param name="ClearAbortedPilotsDelay">The same for one that was aborted. Default 7.</param>
internal sealed record PilotStatusAgentOptions(int PilotStalledDays, int ClearPilotsDelay, int ClearAbortedPilotsDelay)
{
    public const string Section = "/Systems/WorkloadManagement/Agents/PilotStatusAgent";
    private const int MostDays = 36_500;
    private const int UsualPollingTime = 300;

    /// <exception cref="DiracException">An option is no number of days from 1 on: a wrong one must not remove anything.</exception>
    public static PilotStatusAgentOptions Read(CfgSection root) => new(Days(root, "PilotStalledDays", 3), Days(root, "ClearPilotsDelay", 30), Days(root, "ClearAbortedPilotsDelay", 7));

    /// <summary>Seconds between two looks; default 300. Read when the server starts.</summary>
    public static TimeSpan PollingTime(CfgSection root) => TimeSpan.FromSeconds(Math.Max(1, root.GetInt($"{Section}/PollingTime", UsualPollingTime)));

    private static int Days(CfgSection root, string name, int usual)
    {
        var days = root.GetInt($"{Section}/{name}", usual);
        return days is >= 1 and <= MostDays
            ? days
            : throw new DiracException(ErrorCode.BadConfiguration, $"{Section}/{name} = {days} is not a number of days from 1 to {MostDays}.", "Correct it in the configuration.");
    }
}
