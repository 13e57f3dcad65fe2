using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dirac.Tasks.Locking;

namespace Dirac.Tasks;

/// <summary>What the queue must know about one kind of task, with what it computes from the message of each.</summary>
/// <remarks>
/// The functions are pure and quick: the first two are called in the transaction of a claim, perhaps more than once. One that throws makes the attempt
/// fail. They are asked at the claim, so that a change of them counts for tasks that stand already.
/// </remarks>
/// <typeparam name="TMessage">The message.</typeparam>
/// <param name="name">Its name in tables, logs and commands; at most 64 characters. Never changes once tasks exist.</param>
public sealed class TaskDefinition<TMessage>(string name) : TaskDefinition(name)
{
    private const int MostDemands = 100;

    private JsonTypeInfo<TMessage>? _json;

    /// <summary>What a task locks while it runs: at most 100 locks. All of them are got together, or the task waits. Default: nothing.</summary>
    public Func<TMessage, IEnumerable<TaskLock>>? Locks { get; init; }

    /// <summary>What bounds how many of these tasks run or begin: at most 100 limits. Default: nothing but the executors.</summary>
    public Func<TMessage, IEnumerable<TaskLimit>>? Limits { get; init; }

    /// <summary>The <see cref="NewTask.DedupKey"/> of tasks that are made without one. Default: none.</summary>
    public Func<TMessage, string?>? DedupKey { get; init; }

    internal override bool MayNeed => Locks is not null || Limits is not null;

    internal override string? Problem(Type message) =>
        message == typeof(TMessage) ? base.Problem(message) : $"it computes from a {typeof(TMessage).Name}, but its message is a {message.Name}";

    internal override void Bind<TOther>(JsonTypeInfo<TOther> json) => _json = json as JsonTypeInfo<TMessage>;

    internal override TaskDemands Demands(string body)
    {
        var message = JsonSerializer.Deserialize(body, _json!) ?? throw new JsonException("The message is null.");
        return new TaskDemands(Few(Locks?.Invoke(message)), Few(Limits?.Invoke(message)));
    }

    private List<T> Few<T>(IEnumerable<T>? demands)
    {
        var few = demands?.Take(MostDemands + 1).ToList() ?? [];
        return few.Count <= MostDemands ? few : throw new InvalidOperationException($"A task of {Name} wants more than {MostDemands} locks or limits.");
    }
}
