using System.Text.Json;
using Dirac.Model.Errors;
using Dirac.Model.Jobs;

namespace Dirac.Workload.Jobs.Changes;

/// <summary>What is to be set of one job: its status, or parts of it, and columns without a history.</summary>
internal sealed record AttributeChange(JobStatus? Status, string? Minor, string? Application, IReadOnlyDictionary<string, object> Columns)
{
    /// <summary>Whether there is something for the history.</summary>
    public bool HasStatus => Status is not null || Minor is not null || Application is not null;

    /// <summary>Reads what a request says of one job.</summary>
    /// <exception cref="DiracException">BadRequest: something of it cannot be set, or not to this.</exception>
    public static AttributeChange Read(IReadOnlyDictionary<string, JsonElement> values) => new(
        values.TryGetValue("Status", out var status) ? Possible(StatusNames.Parse(Text("Status", status))) : null,
        values.TryGetValue("MinorStatus", out var minor) ? Text("MinorStatus", minor) : null,
        values.TryGetValue("ApplicationStatus", out var application) ? Text("ApplicationStatus", application) : null,
        values.Where(value => !JobAttributes.IsStatus(value.Key)).ToDictionary(value => value.Key, value => JobAttributes.Value(value.Key, value.Value)));

    // Commands, queues and files hang on these two.
    private static JobStatus Possible(JobStatus status) => status is JobStatus.Killed or JobStatus.Deleted
        ? throw new DiracException(ErrorCode.BadRequest, $"Status cannot be set to {status} here.", "Use POST /api/jobs/kill or /api/jobs/delete. Nothing was changed.")
        : status;

    private static string Text(string name, JsonElement value) => value.ValueKind == JsonValueKind.String
        ? value.GetString()!
        : throw new DiracException(ErrorCode.BadRequest, $"{name} is a text.", "Nothing was changed.");
}
