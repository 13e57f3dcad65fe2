using System.Text.Json;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Dirac.Security.Policies;
using Dirac.Workload.Jobs.Search;

namespace Dirac.Workload.Jobs;

/// <summary>Sets attributes (columns) and parameters (anything else) of many jobs: all of them or none.</summary>
internal sealed class SetMetadata(WorkloadDatabases databases)
{
    private const int LongestName = 100;
    private const int LongestValue = 65_000;

    /// <summary>Columns that follow rules of their own and have routes of their own.</summary>
    private static readonly HashSet<string> Protected =
        ["JobID", "Status", "MinorStatus", "ApplicationStatus", "Owner", "OwnerGroup", "VO", "RescheduleCounter", "RescheduleTime", "SubmissionTime", "LastUpdateTime"];

    public Task RunAsync(
        Caller caller, IReadOnlyDictionary<long, IReadOnlyDictionary<string, JsonElement>> changes, CancellationToken cancellationToken) =>
        databases.Jobs.WriteAsync((session, token) => ApplyAsync(session, caller, changes, token), cancellationToken);

    private static async Task ApplyAsync(
        IDbSession session,
        Caller caller,
        IReadOnlyDictionary<long, IReadOnlyDictionary<string, JsonElement>> changes,
        CancellationToken cancellationToken)
    {
        await JobWriters.DemandAsync(session, caller, [.. changes.Keys], JobRights.ChangeStatus, cancellationToken);
        foreach (var (id, values) in changes)
        {
            var columns = values.Where(value => SearchTable.Jobs.Columns.Any(column => column.Name == value.Key)).ToList();
            foreach (var (name, value) in columns) await SetColumnAsync(session, id, name, value, cancellationToken);
            var rest = values.Except(columns).ToDictionary(value => Name(value.Key), value => Text(value.Key, value.Value));
            await ParameterStore.SetAsync(session, id, rest, cancellationToken);
        }
    }

    private static Task SetColumnAsync(IDbSession session, long id, string name, JsonElement value, CancellationToken cancellationToken) =>
        Protected.Contains(name)
            ? throw new DiracException(ErrorCode.BadRequest, $"{name} cannot be set here.", "Statuses are set with PATCH /api/jobs/status. Nothing was changed.")
            : JobStore.SetAttributeAsync(session, id, name, JobColumns.Value(SearchTable.Jobs.Column(name), value), cancellationToken);

    private static string Name(string name) => name.Length is > 0 and <= LongestName
        ? name
        : throw new DiracException(ErrorCode.BadRequest, $"The name of a job parameter has 1 to {LongestName} characters.");

    private static string Text(string name, JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return text.Length <= LongestValue ? text : throw new DiracException(ErrorCode.TooLarge, $"Parameter {name} has more than {LongestValue} characters.");
    }
}
