using Dirac.Client.Http;
using Dirac.Model.Api;

namespace Dirac.Client.Jobs;

/// <summary>Why jobs wait or have failed, and whose turn it is.</summary>
/// <param name="connection">The server; shared, not disposed here.</param>
/// <remarks>Thread-safe. Errors are those of <see cref="ApiConnection"/>.</remarks>
public sealed class ExplainClient(ApiConnection connection)
{
    /// <summary>Why a job is where it is.</summary>
    /// <param name="job">The job.</param>
    /// <param name="site">One site, told of in full; null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<JobWhy> WhyAsync(long job, string? site = null, CancellationToken cancellationToken = default) => connection.SendAsync(
        ApiRequest.Get(site is null ? $"/api/jobs/{job}/why" : $"/api/jobs/{job}/why?site={Uri.EscapeDataString(site)}"), ModelJsonContext.Default.JobWhy, cancellationToken);

    /// <summary>Why jobs of the caller's VO do or do not run at a site.</summary>
    /// <param name="site">The site.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<SiteReport> SiteAsync(string site, CancellationToken cancellationToken = default) =>
        connection.SendAsync(ApiRequest.Get($"/api/sites/{Uri.EscapeDataString(site)}/why"), ModelJsonContext.Default.SiteReport, cancellationToken);

    /// <summary>The task queues of the caller's VO that hold jobs, the largest priority first.</summary>
    /// <param name="owner">Of this owner; null for all.</param>
    /// <param name="group">Of this group; null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<TaskQueueInfo>> QueuesAsync(string? owner = null, string? group = null, CancellationToken cancellationToken = default)
    {
        string?[] conditions = [owner is null ? null : $"owner={Uri.EscapeDataString(owner)}", group is null ? null : $"group={Uri.EscapeDataString(group)}"];
        return connection.SendAsync(
            ApiRequest.Get($"/api/task-queues?{string.Join('&', conditions.OfType<string>())}"), ModelJsonContext.Default.IReadOnlyListTaskQueueInfo, cancellationToken);
    }

    /// <summary>One task queue with its place among the others.</summary>
    /// <param name="queue">Its number.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<TaskQueueDetails> QueueAsync(long queue, CancellationToken cancellationToken = default) =>
        connection.SendAsync(ApiRequest.Get($"/api/task-queues/{queue}"), ModelJsonContext.Default.TaskQueueDetails, cancellationToken);

    /// <summary>The task queue a job is in, with the job's place in it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<TaskQueueDetails> QueueOfJobAsync(long job, CancellationToken cancellationToken = default) =>
        connection.SendAsync(ApiRequest.Get($"/api/task-queues/of-job/{job}"), ModelJsonContext.Default.TaskQueueDetails, cancellationToken);
}
