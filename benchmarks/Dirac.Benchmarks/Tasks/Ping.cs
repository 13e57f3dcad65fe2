using System.Text.Json.Serialization;
using Dirac.Tasks;

namespace Dirac.Benchmarks.Tasks;

/// <summary>A message of the usual size that asks for nothing.</summary>
/// <param name="Number">Which one.</param>
/// <param name="Filler">Makes it about 300 bytes.</param>
internal sealed record Ping(int Number, string Filler);

/// <summary>Hands every ping to the benchmark.</summary>
internal sealed class PingHandler(PingListener listener) : ITaskHandler<Ping>
{
    public Task<IReadOnlyList<TaskOutcome>> HandleAsync(IReadOnlyList<ClaimedTask<Ping>> batch, TaskContext context, CancellationToken cancellationToken) =>
        Task.FromResult(listener.Handle(batch));
}

/// <summary>What the benchmark does with pings.</summary>
internal sealed class PingListener
{
    /// <summary>Gives one outcome for each.</summary>
    public required Func<IReadOnlyList<ClaimedTask<Ping>>, IReadOnlyList<TaskOutcome>> Handle { get; init; }
}

/// <summary>How pings are stored.</summary>
[JsonSerializable(typeof(Ping))]
internal sealed partial class PingJson : JsonSerializerContext;
