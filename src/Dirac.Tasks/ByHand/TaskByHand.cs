using System.Text.Json;
using System.Text.Json.Nodes;
using Dirac.Tasks.Running;
using Dirac.Tasks.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Tasks.ByHand;

/// <summary>Runs handlers at once, in this process: without queue, lease, locks, limits or retries. What the handler makes of tasks in its database is real.</summary>
public sealed class TaskByHand
{
    private readonly TaskRegistry _registry;
    private readonly IServiceScopeFactory _scopes;
    private readonly TaskEnds _ends;
    private readonly TimeProvider _time;

    internal TaskByHand(TaskRegistry registry, IServiceScopeFactory scopes, TaskEnds ends, TimeProvider time)
    {
        _registry = registry;
        _scopes = scopes;
        _ends = ends;
        _time = time;
    }

    /// <summary>The kinds that this program declares, by name.</summary>
    public IReadOnlyList<string> Names => [.. _registry.Names.Order(StringComparer.Ordinal)];

    /// <summary>The JSON schema of a kind's message.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <returns>The schema.</returns>
    /// <exception cref="KeyNotFoundException">This program declares no such kind.</exception>
    public JsonNode Shape(string name) => _registry.Find(name).Shape();

    /// <summary>Calls a kind's handler with one message.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Asks the handler to end.</param>
    /// <returns>What the handler made of it. Its exceptions are thrown.</returns>
    /// <exception cref="JsonException">It is no message of the kind.</exception>
    /// <exception cref="KeyNotFoundException">This program declares no such kind.</exception>
    public async Task<TaskOutcome> RunAsync(string name, JsonElement message, CancellationToken cancellationToken)
    {
        var route = _registry.Find(name);
        return await CallAsync(route, route.ByHand(message, _time.GetUtcNow()), ends: null, cancellationToken);
    }

    /// <summary>Calls the handler of a task that a worker holds, which reads the outcome from this process.</summary>
    /// <param name="held">What is held.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Asks the handler to end.</param>
    /// <returns>A line that tells the outcome, exceptions included; the last line of standard output.</returns>
    public async Task<string> RunHeldAsync(HeldCall held, string message, CancellationToken cancellationToken)
    {
        try
        {
            var route = _registry.Find(held.Name);
            var row = held.ToRow(message);
            row.Run = new AttemptRun(_time);
            return OutcomeLine.Of(await CallAsync(route, route.Read(row, held.Epoch), _ends, cancellationToken));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return OutcomeLine.Of(exception);
        }
    }

    private async Task<TaskOutcome> CallAsync(TaskRoute route, ClaimedTask task, TaskEnds? ends, CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var context = new TaskContext(route.Definition, ends, cancellationToken);
        return (await route.HandleAsync(scope.ServiceProvider, [task], context, cancellationToken))[0];
    }
}
