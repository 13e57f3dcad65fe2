using Dirac.Tasks.Transports;

namespace Dirac.Tasks.Tests.Transports;

internal static class StrictReading
{
    private static readonly TaskPriority[] Strict = [TaskPriority.Realtime, TaskPriority.Normal, TaskPriority.Background];

    /// <summary>Takes what is there, the most urgent first.</summary>
    public static Task<IReadOnlyList<Delivery>> ReceiveAsync(this ITransportReader reader, int most, CancellationToken cancellationToken) =>
        reader.ReceiveAsync(Strict, most, cancellationToken);
}
