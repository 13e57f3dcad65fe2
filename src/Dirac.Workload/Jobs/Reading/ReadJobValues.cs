using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Workload.Jobs.Search;
using Dirac.Workload.Ports;

namespace Dirac.Workload.Jobs.Reading;

/// <summary>Attributes and parameters of one job or many, for those who may see them.</summary>
internal sealed class ReadJobValues(WorkloadDatabases databases, ReadableJobs readable, IJobParameterStore parameters)
{
    private const int MostNames = 1_000;
    private const int JobsAtOnce = 500;

    // A job can have megabytes of parameters, and a call names thousands of jobs.
    private const long MostCharacters = 64L << 20;

    private static readonly Dictionary<string, string> None = [];

    /// <summary>Columns of a job; all of them unless some are named.</summary>
    public async Task<JsonElement> AttributesAsync(Caller caller, long id, IReadOnlyList<string>? names, CancellationToken cancellationToken)
    {
        var columns = Columns(names);
        await readable.DemandAsync(caller, id, cancellationToken);
        var found = await LoadAsync([id], columns, cancellationToken);
        return found.TryGetValue(id, out var row) ? row : throw new DiracException(ErrorCode.NotFound, $"Job {id} does not exist.");
    }

    /// <summary>Columns of many jobs.</summary>
    public async Task<JobAttributesReply> AttributesAsync(Caller caller, JobValuesRequest request, CancellationToken cancellationToken)
    {
        var columns = Columns(request.Names);
        var (ids, failed) = await readable.SortAsync(caller, JobLists.Checked(request.JobIds), cancellationToken);
        return new JobAttributesReply(await LoadAsync(ids, columns, cancellationToken), failed);
    }

    /// <summary>Parameters of a job; all of them unless some are named.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ParametersAsync(Caller caller, long id, IReadOnlyList<string>? names, CancellationToken cancellationToken)
    {
        await readable.DemandAsync(caller, id, cancellationToken);
        return (await parameters.GetAsync([id], Names(names), cancellationToken)).GetValueOrDefault(id, None);
    }

    /// <summary>Parameters of many jobs.</summary>
    /// <exception cref="DiracException">TooLarge: together they are more than one answer can carry.</exception>
    public async Task<JobParametersReply> ParametersAsync(Caller caller, JobValuesRequest request, CancellationToken cancellationToken)
    {
        var names = Names(request.Names);
        var (ids, failed) = await readable.SortAsync(caller, JobLists.Checked(request.JobIds), cancellationToken);
        var found = new Dictionary<long, IReadOnlyDictionary<string, string>>();
        var size = 0L;
        foreach (var chunk in ids.Chunk(JobsAtOnce))
        {
            var part = await parameters.GetAsync(chunk, names, cancellationToken);
            size += part.Values.Sum(values => values.Sum(value => (long)value.Key.Length + value.Value.Length));
            if (size > MostCharacters) throw TooMuch();
            foreach (var id in chunk) found[id] = part.GetValueOrDefault(id, None);
        }

        return new JobParametersReply(found, failed);
    }

    private async Task<Dictionary<long, JsonElement>> LoadAsync(IReadOnlyList<long> ids, IReadOnlyList<string> columns, CancellationToken cancellationToken)
    {
        // JobID is in every row so that it can be told apart.
        var list = string.Join(", ", columns.Prepend("JobID").Distinct());
        var rows = new Dictionary<long, JsonElement>(ids.Count);
        foreach (var chunk in ids.Chunk(JobsAtOnce))
        {
            var part = await databases.Jobs.ReadAsync(
                (session, token) => JsonRowWriter.ReadAsync(session, SearchTable.Jobs, $"SELECT {list} FROM {{Jobs}} WHERE JobID IN @chunk", new { chunk }, token), cancellationToken);
            foreach (var row in part.Elements) rows[row.GetProperty("JobID").GetInt64()] = row;
        }

        return rows;
    }

    private static IReadOnlyList<string> Columns(IReadOnlyList<string>? names) =>
        Names(names) is { } wanted ? [.. wanted.Select(name => SearchTable.Jobs.Column(name).Name)] : [.. SearchTable.Jobs.Columns.Select(column => column.Name)];

    private static IReadOnlyList<string>? Names(IReadOnlyList<string>? names)
    {
        if (names is not { Count: > 0 }) return null;
        return names.Count <= MostNames
            ? [.. names.WithoutHoles("names").Distinct()]
            : throw new DiracException(ErrorCode.TooLarge, $"{names.Count} names were given; at most {MostNames} are taken in one call.", "Leave names out to get all.");
    }

    private static DiracException TooMuch() => new(
        ErrorCode.TooLarge, $"The parameters of these jobs have more than {MostCharacters >> 20} MiB together.", "Name the parameters you want, or ask for fewer jobs at once.");
}
