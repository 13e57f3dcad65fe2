using Dirac.Client.Http;
using Dirac.Model.Api;

namespace Dirac.Client.Tasks;

/// <summary>What people who look after services ask of the work that a server does by itself.</summary>
/// <param name="connection">The server; shared, not disposed here.</param>
/// <remarks>Thread-safe. Errors are those of <see cref="ApiConnection"/>.</remarks>
public sealed class TaskClient(ApiConnection connection)
{
    private static readonly ModelJsonContext Json = ModelJsonContext.Default;

    /// <summary>The kinds of task, by name.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<TaskKindInfo>> ListAsync(CancellationToken cancellationToken) =>
        connection.SendAsync(ApiRequest.Get("/api/tasks"), Json.IReadOnlyListTaskKindInfo, cancellationToken);

    /// <summary>One kind with some of its tasks.</summary>
    /// <param name="name">The kind.</param>
    /// <param name="limit">So many running and so many waiting ones, 1 to 100.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<TaskKindDetails> ShowAsync(string name, int limit, CancellationToken cancellationToken) =>
        connection.SendAsync(ApiRequest.Get($"{Path(name)}?limit={limit}"), Json.TaskKindDetails, cancellationToken);

    /// <summary>The done tasks of a kind that are remembered, those that ended last first.</summary>
    /// <param name="name">The kind.</param>
    /// <param name="since">Only those that ended then or later; null: all.</param>
    /// <param name="limit">At most so many, 1 to 1000.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<DoneTaskInfo>> HistoryAsync(string name, DateTimeOffset? since, int limit, CancellationToken cancellationToken)
    {
        var from = since is { } moment ? $"&since={Uri.EscapeDataString(moment.ToString("O"))}" : "";
        return connection.SendAsync(ApiRequest.Get($"{Path(name)}/history?limit={limit}{from}"), Json.IReadOnlyListDoneTaskInfo, cancellationToken);
    }

    /// <summary>Makes a task.</summary>
    /// <param name="name">The kind.</param>
    /// <param name="wanted">What is wanted.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<TaskAddReply> AddAsync(string name, TaskAddRequest wanted, CancellationToken cancellationToken) => connection.SendAsync(
        ApiRequest.WithJson(HttpMethod.Post, $"/api/tasks/{Uri.EscapeDataString(name)}", wanted, Json.TaskAddRequest), Json.TaskAddReply, cancellationToken);

    /// <summary>Has no task of a kind begun.</summary>
    /// <param name="name">The kind.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task PauseAsync(string name, string reason, CancellationToken cancellationToken) =>
        OrderAsync(ApiRequest.WithJson(HttpMethod.Put, $"{Path(name)}/pause", new TaskPauseRequest(reason), Json.TaskPauseRequest), cancellationToken);

    /// <summary>Lets a kind go on.</summary>
    /// <param name="name">The kind.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task ResumeAsync(string name, CancellationToken cancellationToken) =>
        OrderAsync(new ApiRequest(HttpMethod.Delete, $"{Path(name)}/pause"), cancellationToken);

    /// <summary>Dead tasks, those that died last first.</summary>
    /// <param name="selection">Which.</param>
    /// <param name="limit">At most so many, 1 to 1000.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<DeadTaskInfo>> SearchDeadAsync(DeadTaskSelection selection, int limit, CancellationToken cancellationToken) =>
        connection.SendAsync(Post($"search?limit={limit}", selection), Json.IReadOnlyListDeadTaskInfo, cancellationToken);

    /// <summary>How many dead tasks are meant.</summary>
    /// <param name="selection">Which.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<TaskCountReply> CountDeadAsync(DeadTaskSelection selection, CancellationToken cancellationToken) =>
        connection.SendAsync(Post("count", selection), Json.TaskCountReply, cancellationToken);

    /// <summary>Puts dead tasks back into the queue.</summary>
    /// <param name="selection">Which.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<TaskCountReply> RetryAsync(DeadTaskSelection selection, CancellationToken cancellationToken) =>
        connection.SendAsync(Post("retry", selection), Json.TaskCountReply, cancellationToken);

    /// <summary>Removes dead tasks for good.</summary>
    /// <param name="selection">Which.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<TaskCountReply> DropAsync(DeadTaskSelection selection, CancellationToken cancellationToken) =>
        connection.SendAsync(Post("drop", selection), Json.TaskCountReply, cancellationToken);

    /// <summary>The schedules, by name.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<TaskScheduleInfo>> SchedulesAsync(CancellationToken cancellationToken) =>
        connection.SendAsync(ApiRequest.Get("/api/tasks/schedules"), Json.IReadOnlyListTaskScheduleInfo, cancellationToken);

    /// <summary>The queues of others that are consumed, with the processes that do it, by name.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<MessageConsumerInfo>> ConsumersAsync(CancellationToken cancellationToken) =>
        connection.SendAsync(ApiRequest.Get("/api/tasks/consumers"), Json.IReadOnlyListMessageConsumerInfo, cancellationToken);

    private async Task OrderAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var response = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private static string Path(string name) => $"/api/tasks/kinds/{Uri.EscapeDataString(name)}";

    private static ApiRequest Post(string what, DeadTaskSelection selection) =>
        ApiRequest.WithJson(HttpMethod.Post, $"/api/tasks/dead/{what}", selection, Json.DeadTaskSelection);
}
