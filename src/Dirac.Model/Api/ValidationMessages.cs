using System.Text.Json.Serialization;

namespace Dirac.Model.Api;

/// <summary>Body of a 422: what in the request is not understood.</summary>
/// <param name="Detail">Every problem found.</param>
/// <param name="Code">The name of the error code.</param>
/// <param name="Advice">What to do next.</param>
/// <param name="TraceId">Finds the request in the logs.</param>
/// <param name="Message">The problems in one text: where AutoRest's clients, DiracX's among them, look for it once there is a code.</param>
public sealed record ValidationReply(
    [property: JsonPropertyName("detail")] IReadOnlyList<ValidationProblem> Detail,
    [property: JsonPropertyName("code")] string? Code = null,
    [property: JsonPropertyName("advice")] string? Advice = null,
    [property: JsonPropertyName("trace_id")] string? TraceId = null,
    [property: JsonPropertyName("message")] string? Message = null);

/// <summary>One thing in a request that is not understood.</summary>
/// <param name="Type">Kind of problem: json_invalid, missing, extra_forbidden, type_error, value_error.</param>
/// <param name="Loc">Where: body, query, path or header, then member names and indexes.</param>
/// <param name="Msg">One sentence for a person.</param>
/// <param name="Input">What was given, where it helps and is short.</param>
public sealed record ValidationProblem(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("loc")] IReadOnlyList<PlacePart> Loc,
    [property: JsonPropertyName("msg")] string Msg,
    [property: JsonPropertyName("input"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Input = null);
