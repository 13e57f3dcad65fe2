using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Security.Identities;

namespace Dirac.Workload.Pilots.Records;

/// <summary>Registers many pilots that were handed to one computing element (DIRAC's addPilotReferences).</summary>
internal sealed class AddPilotReferences(WorkloadDatabases databases, TimeProvider clock)
{
    private static readonly string[] Columns =
        ["PilotJobReference", "PilotStamp", "DestinationSite", "Queue", "GridSite", "VO", "GridType", "SubmissionTime", "LastUpdateTime", "Status"];

    public Task<PilotBulkResult> RunAsync(Caller caller, PilotReferences request, CancellationToken cancellationToken)
    {
        if (request.Vo != caller.Vo) throw new DiracException(ErrorCode.NotAuthorized, $"You are of VO {caller.Vo} and cannot register pilots of {request.Vo}.");
        PilotAccess.CheckCount(request.References.WithoutHoles("references").Count);
        PilotColumns.Check(request);
        var stamps = (request.Stamps ?? new Dictionary<string, string>()).WithoutHoles("stamps");
        return databases.Pilots.WriteAsync((session, token) => AddAsync(session, request, stamps, clock.GetUtcNow().UtcDateTime, token), cancellationToken);
    }

    /// <summary>Adds the rows of pilots that are not there yet.</summary>
    public static async Task<PilotBulkResult> AddAsync(
        IDbSession session, PilotReferences request, IReadOnlyDictionary<string, string> stamps, DateTime now, CancellationToken cancellationToken)
    {
        var outcome = new PilotOutcome();
        var wanted = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var reference in request.References)
        {
            var stamp = stamps.GetValueOrDefault(reference, reference);
            if (!PilotLogin.IsStamp(stamp)) outcome.Fail(stamp, $"It needs a stamp. {PilotLogin.StampRule}");
            else if (!PilotColumns.IsReference(reference)) outcome.Fail(stamp, "A reference has 1 to 255 Latin letters.");
            else if (!wanted.TryAdd(stamp, reference)) outcome.Fail(stamp, $"Pilot {stamp} is named twice.");
        }

        var taken = await PilotStore.TakenAsync(session, wanted.Keys, cancellationToken);
        var fresh = wanted.Where(pilot => !taken.Contains(pilot.Key)).ToList();
        await session.InsertManyAsync("PilotAgents", Columns, fresh.Select(pilot => Values(request, pilot.Key, pilot.Value, now)), cancellationToken);
        foreach (var (stamp, _) in fresh) outcome.Succeed(stamp, "Submitted");
        foreach (var (stamp, _) in wanted.Where(pilot => taken.Contains(pilot.Key))) outcome.Fail(stamp, $"Pilot {stamp} exists already.");
        return outcome.ToResult();
    }

    private static IReadOnlyList<object?> Values(PilotReferences request, string stamp, string reference, DateTime now) =>
        [reference, stamp, request.DestinationSite, request.Queue ?? "Unknown", request.GridSite, request.Vo, request.GridType, now, now, "Submitted"];
}
