using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Security.Identities;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;
using Dirac.Workload.Pilots.Records;
using Dirac.Workload.Resources;

namespace Dirac.Workload.Rpc.Pilots;

/// <summary>DIRAC's WMSAdministrator. The methods of the site mask do nothing, as in DIRAC: sites are taken out of service in the configuration.</summary>
[RpcService("WorkloadManagement/WMSAdministrator", Default = DiracProperties.Operator)]
internal sealed class WmsAdministratorRpc(PilotQueries queries, ReadPilotRecords records, SiteJobsSummary sites, TimeProvider clock)
{
    /// <summary>What the last of a job's pilots printed.</summary>
    [RpcMethod(RpcRules.Authenticated)]
    public async Task<RpcReply> GetJobPilotOutputAsync(RpcCall call, JobId jobID, CancellationToken cancellationToken)
    {
        var pilots = await queries.OfJobAsync(call, jobID.Number, cancellationToken);
        if (pilots.Count == 0) return RpcReply.Fail("No pilot job reference found");
        var output = await records.OutputAsync(PilotSide.In(call, pilots[^1].VO, clock.GetUtcNow()), pilots[^1].PilotStamp, cancellationToken);
        return PilotOutputWords.Reply(pilots[^1].VO, output);
    }

    /// <summary>Jobs by site and status.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public Task<WireValue> GetSiteSummaryWebAsync(RpcCall call, WireDict selectDict, IReadOnlyList<WireValue> sortList, int startItem, int maxItems, CancellationToken cancellationToken) =>
        sites.RunAsync(call, selectDict, PilotSort.Of(sortList), startItem, maxItems, cancellationToken);

    /// <summary>The values by which sites are chosen.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public static WireValue GetSiteSummarySelectors(RpcCall call)
    {
        List<string> names = [.. ConfiguredResources.SiteNames(call.Configuration.Root).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var countries = names.Select(name => name.Split('.')).Where(parts => parts.Length > 2).Select(parts => parts[2].ToLowerInvariant()).Distinct(StringComparer.Ordinal);
        return WireValue.Dict(
            ("Status", PilotRowWords.Names(["Good", "Fair", "Poor", "Bad", "Idle"])),
            ("MaskStatus", PilotRowWords.Names(["Active", "Banned", "NoMask", "Reduced"])),
            ("Country", PilotRowWords.Names(countries.Order(StringComparer.Ordinal))),
            ("Site", PilotRowWords.Names(names)));
    }

    /// <summary>Does nothing.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public static void SetSiteMask(WireValue siteList) => _ = siteList;

    /// <summary>Tells nothing.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public static void GetSiteMask(WireValue siteState = default) => _ = siteState;

    /// <summary>Tells nothing.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public static void GetSiteMaskStatus(WireValue sites = default) => _ = sites;

    /// <summary>Tells nothing.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public static void GetAllSiteMaskStatus()
    {
        // As in DIRAC.
    }

    /// <summary>Does nothing.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public static void BanSite(string site, string comment = "No comment") => _ = (site, comment);

    /// <summary>Does nothing.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public static void AllowSite(string site, string comment = "No comment") => _ = (site, comment);

    /// <summary>Does nothing.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public static void ClearMask()
    {
        // As in DIRAC.
    }

    /// <summary>Tells nothing.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public static void GetSiteMaskLogging(PilotRefs sites) => _ = sites;

    /// <summary>Tells nothing.</summary>
    [RpcMethod(RpcRules.ByDefault)]
    public static void GetSiteMaskSummary()
    {
        // As in DIRAC.
    }
}
