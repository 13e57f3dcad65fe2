using System.Globalization;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Wire.Values;

namespace Dirac.Workload.Rpc.Sandboxes;

/// <summary>Reads what DIRAC's clients say about entities, which are jobs. Pure.</summary>
internal static class EntityNames
{
    private const string Job = "Job:";

    /// <summary>The job that an entity is.</summary>
    /// <exception cref="DiracException">BadRequest: it is none.</exception>
    public static long JobOf(string entity) =>
        entity.StartsWith(Job, StringComparison.Ordinal) && long.TryParse(entity[Job.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var job) && job is > 0 and <= uint.MaxValue
            ? job
            : throw Bad($"{Cut(entity)} is no entity: sandboxes belong to jobs, which are called Job:NUMBER");

    /// <summary>The sandboxes of each job out of <c>{entity: [(sandbox, type), …]}</c>.</summary>
    /// <exception cref="DiracException">BadRequest in DIRAC's words.</exception>
    public static IReadOnlyDictionary<long, IReadOnlyList<SandboxAssignment>> Assignments(WireDict entities)
    {
        var wanted = new Dictionary<long, IReadOnlyList<SandboxAssignment>>();
        foreach (var (entity, sandboxes) in entities)
        {
            if (entity.Kind != WireKind.Text) throw Bad("An entity is a text");
            var name = entity.AsText();
            if (!sandboxes.IsSequence) throw Bad($"Entry for entity {Cut(name)} is not an iterable of tuples/lists");
            List<SandboxAssignment> read = [.. sandboxes.AsList().ToArray().Select(sandbox => Read(name, sandbox))];
            if (read.Count > 0) wanted[JobOf(name)] = read;
        }

        return wanted;
    }

    private static SandboxAssignment Read(string entity, WireValue pair)
    {
        if (!pair.IsSequence) throw Bad($"Entry for entity {Cut(entity)} is not an iterable of tuples/lists");
        if (pair.AsList().Span is not [{ Kind: WireKind.Text } place, { Kind: WireKind.Text } type]) throw Bad($"SB definition is not ( SBLocation, Type )! It has {pair.AsList().Length} parts");
        var name = place.AsText();
        if (!name.StartsWith("SB:", StringComparison.Ordinal)) throw Bad($"{Cut(name)} doesn't seem to be a sandbox");
        if (!name.Contains('|', StringComparison.Ordinal)) throw Bad("SB Location has to have SEName|SEPFN form");
        return new SandboxAssignment(name, type.AsText());
    }

    private static string Cut(string text) => text.Length > 200 ? text[..200] : text;

    private static DiracException Bad(string message) => new(ErrorCode.BadRequest, message);
}
