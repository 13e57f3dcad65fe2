using System.Globalization;
using Dirac.Workload.Pilots.Records;

namespace Dirac.Workload.Rpc.Pilots;

/// <summary>Numbers of the pilots of one group, in DIRAC's terms. Pure.</summary>
internal sealed class PilotCounts
{
    public const string Done = "Done";
    public const string Aborted = "Aborted";
    public const string DoneEmpty = "Done_Empty";
    public const string AbortedHour = "Aborted_Hour";

    /// <summary>All statuses, also one of the past.</summary>
    public static readonly IReadOnlyList<string> States = ["Submitted", "Waiting", "Running", Done, "Failed", "Deleted", Aborted, "Unknown", "Scheduled"];

    /// <summary>Statuses of pilots that do nothing more.</summary>
    public static readonly IReadOnlyList<string> FinalStates = [Done, Aborted, "Deleted", "Failed"];

    /// <summary>What the web portal shows: the statuses, and two that are parts of others.</summary>
    public static readonly IReadOnlyList<string> Shown = [.. States, DoneEmpty, AbortedHour];

    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);

    public long this[string state]
    {
        get => _numbers.GetValueOrDefault(state);
        set => _numbers[state] = value;
    }

    public long Total => States.Sum(state => this[state]);

    /// <summary>Pilots that ended well for each that had a job.</summary>
    public double PilotsPerJob => (this[Done], this[DoneEmpty]) switch
    {
        (0, _) => 0,
        var (done, empty) when done > empty => (double)done / (done - empty),
        var (done, empty) when done == empty => 99,
        _ => 0,
    };

    /// <summary>Percent of pilots that were not aborted.</summary>
    public double Efficiency => Total > 0 ? 100.0 * (Total - this[Aborted]) / Total : 100;

    /// <summary>Good, Fair, Poor, Bad, or Idle for no more than <paramref name="few"/>.</summary>
    public string Class(long few = 10) => Total > few ? PilotGroupRule.Class(Total, Efficiency) : "Idle";

    public void Add(PilotCounts others)
    {
        foreach (var (state, number) in others._numbers) this[state] += number;
    }

    /// <summary>Two digits behind the point.</summary>
    public static string Text(double number) => number.ToString("0.00", CultureInfo.InvariantCulture);
}
