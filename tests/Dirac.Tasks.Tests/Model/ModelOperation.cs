namespace Dirac.Tasks.Tests.Model;

/// <summary>One operation of a run. Its numbers point at whatever is there, so any selection of a run's operations is a run.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Which">To which of several.</param>
/// <param name="How">The seed of what else is to be chosen.</param>
internal readonly record struct ModelOperation(ModelOperationKind Kind, int Which, int How)
{
    private static readonly ModelOperationKind[] Weighted =
    [
        .. Enumerable.Repeat(ModelOperationKind.Enqueue, 8),
        .. Enumerable.Repeat(ModelOperationKind.Claim, 8),
        .. Enumerable.Repeat(ModelOperationKind.Settle, 5),
        .. Enumerable.Repeat(ModelOperationKind.Complete, 3),
        .. Enumerable.Repeat(ModelOperationKind.Renew, 3),
        .. Enumerable.Repeat(ModelOperationKind.Wait, 6),
        ModelOperationKind.EnqueueInVain, ModelOperationKind.CompleteInVain, ModelOperationKind.Pause, ModelOperationKind.Resume, ModelOperationKind.Resume,
        ModelOperationKind.Retry, ModelOperationKind.Drop, ModelOperationKind.SetClock,
    ];

    public static IReadOnlyList<ModelOperation> Make(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new ModelOperation(Weighted[random.Next(Weighted.Length)], random.Next(1_000), random.Next()))];
}

internal enum ModelOperationKind
{
    Enqueue,
    EnqueueInVain,
    Claim,
    Renew,
    Settle,
    Complete,
    CompleteInVain,
    Pause,
    Resume,
    Retry,
    Drop,
    Wait,
    SetClock,
}
