using Dirac.Wire.Values;

namespace Dirac.Workload.Rpc.Pilots;

/// <summary>What DIRAC tells of a pilot.</summary>
internal sealed class PilotInfoRow
{
    public string PilotJobReference { get; init; } = "";

    public string VO { get; init; } = "";

    public string GridType { get; init; } = "";

    public string Status { get; init; } = "";

    public string DestinationSite { get; init; } = "";

    public double BenchMark { get; init; }

    public string AccountingSent { get; init; } = "";

    public DateTime? SubmissionTime { get; init; }

    public long PilotID { get; init; }

    public DateTime? LastUpdateTime { get; init; }

    public string GridSite { get; init; } = "";

    public string PilotStamp { get; init; } = "";

    public string Queue { get; init; } = "";

    public long CurrentJobID { get; init; }

    /// <summary>The jobs it had; those of JobToPilotMapping.</summary>
    public IReadOnlyList<long> Jobs { get; set; } = [];

    /// <summary>Of all rows by reference what getPilotInfo answers; of several with one reference the newest counts.</summary>
    public static WireValue Reply(IEnumerable<PilotInfoRow> rows)
    {
        var reply = new Dictionary<string, WireValue>(StringComparer.Ordinal);
        foreach (var row in rows) reply[row.PilotJobReference] = row.ToWire();
        return WireValue.Dict([.. reply.Select(pair => ((WireValue)pair.Key, pair.Value))]);
    }

    private WireValue ToWire()
    {
        (WireValue, WireValue)[] known =
        [
            ("PilotJobReference", PilotJobReference), ("VO", VO), ("GridType", GridType), ("Status", Status), ("DestinationSite", DestinationSite), ("BenchMark", BenchMark),
            ("AccountingSent", AccountingSent), ("SubmissionTime", Time(SubmissionTime)), ("PilotID", PilotID), ("LastUpdateTime", Time(LastUpdateTime)), ("GridSite", GridSite),
            ("PilotStamp", PilotStamp), ("Queue", Queue),
        ];
        return Jobs.Count == 0 ? WireValue.Dict(known) : WireValue.Dict([.. known, ("Jobs", WireValue.List([.. Jobs.Select(job => (WireValue)job)]))]);
    }

    private static WireValue Time(DateTime? time) => time is { } known ? WireValue.Of(known) : default;
}
