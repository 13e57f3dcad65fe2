using System.Collections.Concurrent;

namespace Dirac.Tasks.RabbitMq;

/// <summary>The publishers of one connection, one for each queue.</summary>
internal sealed class LanePublishers(LiveConnection connection, TimeSpan longestConfirm, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, LanePublisher> _publishers = new();
    private readonly OneAtATime _opening = new();

    public async Task<LanePublisher> GetAsync(string queue, CancellationToken cancellationToken) =>
        _publishers.TryGetValue(queue, out var publisher) ? publisher : await _opening.RunAsync(() => OpenAsync(queue, cancellationToken), cancellationToken);

    private async Task<LanePublisher> OpenAsync(string queue, CancellationToken cancellationToken)
    {
        if (!_publishers.TryGetValue(queue, out var publisher))
            _publishers[queue] = publisher = await LanePublisher.OpenAsync(connection, queue, longestConfirm, time, cancellationToken);
        return publisher;
    }
}
