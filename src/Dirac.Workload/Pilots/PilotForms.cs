using Dirac.Hosting.Requests;
using Dirac.Model.Api;

namespace Dirac.Workload.Pilots;

/// <summary>What the REST door takes of pilots' rows; the rest is refused with 422, as by DiracX. Pure.</summary>
internal static class PilotForms
{
    /// <summary>What is wrong with a new pilot.</summary>
    public static IEnumerable<ValidationProblem> Problems(PilotRegistration pilot)
    {
        var faults = PilotColumns.Faults(pilot).Select(fault => Problem(fault));
        return pilot.Vo.Length > 0 ? faults : faults.Append(Validation.Wrong("vo is the name of a VO.", pilot.Vo, "body", "vo"));
    }

    /// <summary>What is wrong with changes of pilots.</summary>
    public static IEnumerable<ValidationProblem> Problems(IReadOnlyDictionary<string, PilotMetadata> changes) => Validation.Holes(changes, "body").Concat(
        changes.Where(change => change.Value is not null).SelectMany(change => PilotColumns.Faults(change.Key, change.Value).Select(fault => Problem(fault, change.Key))));

    private static ValidationProblem Problem(ColumnFault fault, params PlacePart[] row) =>
        Validation.Wrong(fault.Message, fault.Value, ["body", .. row, .. fault.Column.Length > 0 ? [fault.Column] : Array.Empty<PlacePart>()]);
}
