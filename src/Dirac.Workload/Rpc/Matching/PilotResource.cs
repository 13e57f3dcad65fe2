using System.Collections.Immutable;
using Dirac.Hosting.Rpc.Binding;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Wire.Values;

namespace Dirac.Workload.Rpc.Matching;

/// <summary>What one of DIRAC's own pilots, or a site director, says of a resource. Keys that mean nothing to matching are ignored.</summary>
internal sealed class PilotResource : IRpcArgument<PilotResource>
{
    private const int MostValues = 1_000;

    private readonly WireDict _said;

    private PilotResource(WireDict said) => _said = said;

    /// <inheritdoc/>
    public static string Expected => "<class 'dict'>";

    /// <summary>What its computing element calls the pilot; null when it does not know.</summary>
    public string? Reference => _said.Text("PilotReference") is { Length: > 0 } reference and not "Unknown" ? reference : null;

    /// <summary>Whether the pilot's row says already where it runs.</summary>
    public bool IsReported => _said.IsTruthy("PilotInfoReportedFlag");

    /// <summary>The VO a host acts for; empty when it names none.</summary>
    public string Vo => _said.Text("VirtualOrganization") ?? "";

    /// <summary>The pilot's version; null when it tells none.</summary>
    public string? Version => _said.Text("ReleaseVersion") ?? _said.Text("DIRACVersion");

    /// <summary>The project its release is of; null when it tells none.</summary>
    public string? Project => _said.Text("ReleaseProject");

    /// <summary>The only owner whose jobs are wanted; null for any.</summary>
    public string? Owner => Conditions("Owner") is [var owner] ? owner : null;

    /// <summary>The only groups whose jobs are wanted; empty for any.</summary>
    public ImmutableArray<string> Groups => Conditions("OwnerGroup");

    /// <summary>The only types of jobs wanted; empty for any.</summary>
    public ImmutableArray<string> JobTypes => Conditions("JobType");

    /// <summary>The only job wanted; null for any.</summary>
    public long? OnlyJob => _said.Number("JobID");

    /// <inheritdoc/>
    public static bool TryRead(WireValue value, out PilotResource argument)
    {
        argument = new PilotResource(value.Kind == WireKind.Dict ? value.AsDict() : default);
        return value.Kind == WireKind.Dict;
    }

    /// <summary>The resource as the matcher knows resources.</summary>
    /// <exception cref="DiracException">BadRequest: a value cannot be understood.</exception>
    public ResourceDescription Describe() => new()
    {
        Site = One("Site") ?? "",
        GridCE = One("GridCE"),
        Queue = _said.Text("Queue"),
        Platform = One("Platform"),
        CPUTime = _said.Number("CPUTime") ?? throw Bad("Missing mandatory field 'CPUTime' in match request definition"),
        NumberOfProcessors = (int)Math.Clamp(_said.Number("NumberOfProcessors") ?? 1, 1, int.MaxValue),
        MaxRAM = _said.Number("MaxRAM") ?? 0,
        WholeNode = _said.TryGetValue("WholeNode", out _),
        Tag = Tags("Tag"),
        // As in DIRAC, who offers no tags can require none.
        RequiredTag = _said.Find("Tag") is null ? [] : Tags("RequiredTag"),
        PilotBenchmark = _said.Real("PilotBenchmark"),
    };

    // 'Any', however it is written, is no condition.
    private ImmutableArray<string> Conditions(string key)
    {
        if (_said.Find(key) is not { } value) return [];
        var texts = WireFields.Texts(value) ?? throw Bad($"Match definition field {key} failed : it is a text or a list of texts");
        if (texts.Count > MostValues) throw Bad($"Match definition field {key} failed : it has more than {MostValues} values");
        return texts.Any(text => text.Length == 0 || new string([.. text.Where(char.IsLetterOrDigit)]).Equals("any", StringComparison.OrdinalIgnoreCase)) ? [] : [.. texts];
    }

    private string? One(string key) => Conditions(key) switch
    {
        [] => null,
        [var only] => only,
        _ => throw Bad($"Match definition field {key} failed : a resource has one"),
    };

    // Lists come as such, or as a text from a configuration file.
    private IReadOnlyList<string> Tags(string key)
    {
        if (_said.Find(key) is not { } value) return [];
        var texts = value.Kind == WireKind.Text
            ? value.AsText().Trim('[', ']').Split(',').Select(tag => tag.Trim('"', '\'', ' ')).ToList()
            : WireFields.Texts(value) ?? throw Bad($"Match definition field {key} failed : it is a list of texts");
        return texts.Count <= MostValues ? [.. texts.Where(tag => tag.Length > 0).Distinct(StringComparer.Ordinal)] : throw Bad($"Match definition field {key} failed : it has more than {MostValues} values");
    }

    private static DiracException Bad(string message) => new(ErrorCode.BadRequest, message);
}
