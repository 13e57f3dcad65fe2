using System.CommandLine;
using System.Net;
using System.Text.Json;
using Dirac.Cli.Jobs;
using Dirac.Cli.LegacyNames.Python;
using Dirac.Cli.Shell;
using Dirac.Client.Http;
using Dirac.Client.Jobs;
using Dirac.Model.Api;
using Dirac.Model.Errors;

namespace Dirac.Cli.LegacyNames;

/// <summary>What DIRAC's commands ask their services, asked of ours over REST.</summary>
/// <remarks>Every method throws a <see cref="LegacyException"/> with the server's sentence when it refuses or cannot be reached.</remarks>
internal sealed class LegacyServer : IDisposable
{
    private readonly Session _session;

    /// <summary>Connects to nothing yet.</summary>
    /// <param name="host">The process.</param>
    public LegacyServer(CliHost host)
    {
        var root = new RootCommand();
        GlobalOptions.AddTo(root);
        _session = new Session(host, root.Parse([]));
    }

    /// <summary>Who the caller is.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<UserInfo> WhoAmIAsync(CancellationToken cancellationToken) => AskAsync(() => _session.Identity.WhoAmIAsync(cancellationToken));

    /// <summary>Columns of jobs, by job; jobs that do not exist for the caller are left out.</summary>
    /// <param name="ids">The jobs.</param>
    /// <param name="names">Columns wanted; null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<SortedDictionary<long, PythonDict>> AttributesAsync(IReadOnlyList<long> ids, IReadOnlyList<string>? names, CancellationToken cancellationToken)
    {
        var found = new SortedDictionary<long, PythonDict>();
        if (ids.Count == 0) return found;
        var reply = await AskAsync(() => Records.AttributesAsync([.. ids.Distinct()], names, cancellationToken));
        foreach (var (id, columns) in reply.Success) found[id] = LegacyAttributes.Of(columns, names);
        return found;
    }

    /// <summary>Parameters of jobs, by job; jobs without any are left out.</summary>
    /// <param name="id">The job.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<IReadOnlyDictionary<string, string>?> ParametersAsync(long id, CancellationToken cancellationToken)
    {
        var reply = await AskAsync(() => Records.ParametersAsync([id], cancellationToken: cancellationToken));
        return reply.Success.TryGetValue(id, out var values) && values.Count > 0 ? values : null;
    }

    /// <summary>A job's history; null when there is none.</summary>
    /// <param name="id">The job.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<LoggingRecord>?> HistoryAsync(long id, CancellationToken cancellationToken) =>
        AskOrNullAsync(() => _session.Jobs.LogAsync(id, cancellationToken));

    /// <summary>A job's description; null when it does not exist for the caller.</summary>
    /// <param name="id">The job.</param>
    /// <param name="original">As it was submitted.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<string?> DescriptionAsync(long id, bool original, CancellationToken cancellationToken) =>
        (await AskOrNullAsync(() => Records.JdlAsync(id, original, cancellationToken)))?.Jdl;

    /// <summary>Numbers of the jobs that fit, ascending.</summary>
    /// <param name="search">What fits.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<IReadOnlyList<long>> SelectAsync(IReadOnlyList<SearchCondition> search, CancellationToken cancellationToken)
    {
        var ids = new List<long>();
        return await AskAsync(async () =>
        {
            var request = new SearchRequest(["JobID"], search, [new SortKey("JobID", "asc")]);
            await foreach (var page in JobSearch.PagesAsync(_session.Jobs, request, cancellationToken)) ids.AddRange(page.Rows.Select(row => new JobRow(row).Id));
            return ids;
        });
    }

    /// <summary>Kills, deletes or reschedules jobs.</summary>
    /// <param name="verb">What to do with the client of jobs.</param>
    /// <returns>The outcome of each.</returns>
    public Task<BulkResult> ChangeAsync(Func<JobClient, Task<BulkResult>> verb) => AskAsync(async () =>
    {
        try
        {
            return await verb(_session.Jobs);
        }
        catch (ApiException refused) when (Outcomes(refused) is { } outcomes)
        {
            return outcomes;
        }
    });

    /// <summary>Brings the output sandboxes of a job home.</summary>
    /// <param name="id">The job.</param>
    /// <param name="directory">Where to unpack; a full path.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Whether there was any.</returns>
    public async Task<bool> GetOutputAsync(long id, string directory, CancellationToken cancellationToken)
    {
        var files = await AskOrNullAsync(() => new JobOutput(_session.Jobs, _session.Sandboxes).GetAsync(id, directory, cancellationToken));
        return files is { Count: > 0 };
    }

    /// <summary>Sends the input files of a description, then the description.</summary>
    /// <param name="description">The description.</param>
    /// <param name="cancellationToken">Ends the work; jobs may have been accepted.</param>
    /// <returns>The jobs in order.</returns>
    public async Task<IReadOnlyList<long>> SubmitAsync(JobDescriptionFile description, CancellationToken cancellationToken)
    {
        var submission = new Lazy<JobSubmission>(() => new JobSubmission(_session.Jobs, _session.Sandboxes, _session.Host.Clock));
        return [.. (await AskAsync(() => submission.Value.SubmitAsync([description], cancellationToken))).Select(job => job.JobID)];
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private JobRecordClient Records => new(_session.Connection);

    private static async Task<TReply> AskAsync<TReply>(Func<Task<TReply>> askAsync)
    {
        try
        {
            return await askAsync();
        }
        catch (ApiException refused)
        {
            throw new LegacyException(refused.Message);
        }
        catch (DiracException error)
        {
            throw new LegacyException(error.Message);
        }
    }

    private static Task<TReply?> AskOrNullAsync<TReply>(Func<Task<TReply>> askAsync)
        where TReply : class => AskAsync(async () =>
    {
        try
        {
            return await askAsync();
        }
        catch (ApiException refused) when (refused.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    });

    // When nothing succeeded the server tells the outcomes as an error.
    private static BulkResult? Outcomes(ApiException refused)
    {
        try
        {
            return JsonSerializer.Deserialize(refused.Reply.Detail, ModelJsonContext.Default.BulkResult) is { Failed: not null } outcomes ? outcomes : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
