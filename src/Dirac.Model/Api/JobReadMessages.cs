using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dirac.Model.Api;

/// <summary>Asks for values of many jobs.</summary>
/// <param name="JobIds">Job numbers, at most 100,000.</param>
/// <param name="Names">The values wanted; null for all.</param>
public sealed record JobValuesRequest(
    [property: JsonPropertyName("job_ids")] IReadOnlyList<long> JobIds,
    [property: JsonPropertyName("names")] IReadOnlyList<string>? Names = null);

/// <summary>Attributes of many jobs.</summary>
/// <param name="Success">Job → object with one member for each column.</param>
/// <param name="Failed">Jobs that do not exist or may not be shown, and why.</param>
public sealed record JobAttributesReply(
    [property: JsonPropertyName("success")] IReadOnlyDictionary<long, JsonElement> Success,
    [property: JsonPropertyName("failed")] IReadOnlyDictionary<long, FailedItem> Failed);

/// <summary>Parameters of many jobs.</summary>
/// <param name="Success">Job → name → value; a job without parameters has an empty map.</param>
/// <param name="Failed">Jobs that do not exist or may not be shown, and why.</param>
public sealed record JobParametersReply(
    [property: JsonPropertyName("success")] IReadOnlyDictionary<long, IReadOnlyDictionary<string, string>> Success,
    [property: JsonPropertyName("failed")] IReadOnlyDictionary<long, FailedItem> Failed);

/// <summary>One figure of a running job at one moment.</summary>
/// <param name="Name">LoadAverage, MemoryUsed, Vsize, AvailableDiskSpace, CPUConsumed, WallClockTime.</param>
/// <param name="Value">The figure.</param>
/// <param name="HeartBeatTime">When it was heard of, UTC.</param>
public sealed record HeartbeatSample(string Name, string Value, DateTimeOffset HeartBeatTime);

/// <summary>One input file of a job.</summary>
/// <param name="LFN">Its logical name, without prefix.</param>
/// <param name="Status">DIRAC's word; AprioriGood until something is known.</param>
public sealed record JobInputFile(string LFN, string Status);

/// <summary>A job's description.</summary>
/// <param name="JobID">The job.</param>
/// <param name="Jdl">The text.</param>
public sealed record JobJdl(long JobID, string Jdl);
