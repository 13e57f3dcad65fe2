using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dirac.Workload.TaskQueues.Shares;

/// <summary>Has the shares of a group worked out as soon as it has a new queue: until then the queue has the priority of a new one.</summary>
/// <remarks>Groups collect while one is worked on, so a submission that makes hundreds of queues costs a few rounds. What a crash loses the next round of all finds.</remarks>
internal sealed partial class NewQueues(RecalculateShares shares, TimeProvider clock, ILogger<NewQueues> logger) : BackgroundService
{
    // A group with very many jobs takes long to look at; this work gets a twentieth of a processor.
    private const int PauseFactor = 20;

    private readonly Channel<string> _groups = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>A group has a queue more.</summary>
    public void Created(string group) => _groups.Writer.TryWrite(group);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _groups.Reader.WaitToReadAsync(stoppingToken))
        {
            var begun = clock.GetTimestamp();
            var groups = new HashSet<string>();
            while (_groups.Reader.TryRead(out var group)) groups.Add(group);
            foreach (var group in groups) await TryAsync(group, stoppingToken);
            await Task.Delay(clock.GetElapsedTime(begun) * PauseFactor, clock, stoppingToken);
        }
    }

    private async Task TryAsync(string group, CancellationToken cancellationToken)
    {
        try
        {
            await shares.RunAsync(group, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested || error is not OperationCanceledException)
        {
            LogNotShared(group, error);
        }
    }

    [LoggerMessage(6711, LogLevel.Warning, "The shares of group {Group} could not be worked out; the next round of all will do it.")]
    private partial void LogNotShared(string group, Exception error);
}
