using System.Threading.Channels;
using Dirac.Tasks.Running;
using Dirac.Tasks.Storage;
using Microsoft.Extensions.Logging;

namespace Dirac.Tasks.Transports;

/// <summary>Records the ends of batches that came by a broker, those of many handler calls in one transaction, and then has the broker forget their messages.</summary>
internal sealed partial class TransportSettler(TaskStore store, ITransportReader reader, BrokerHealth health, TimeProvider time, ILogger<TransportSettler> logger)
{
    // When so many wait for the database, handlers wait too.
    private const int QueueLength = 1_000;
    private const int MostTasks = 2_000;
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly Channel<EndedBatch> _ended = Channel.CreateBounded<EndedBatch>(new BoundedChannelOptions(QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly List<Delivery> _settled = [];

    /// <summary>Takes note of an end. It is recorded soon; if the process dies before, the message is delivered again.</summary>
    public ValueTask AddAsync(EndedBatch ended, CancellationToken cancellationToken) => _ended.Writer.WriteAsync(ended, cancellationToken);

    /// <summary>No more will come.</summary>
    public void Complete() => _ended.Writer.TryComplete();

    /// <summary>Records until <see cref="Complete"/> was called and all is recorded.</summary>
    public async Task RunAsync()
    {
        while (await WaitAsync())
        {
            var ended = Next();
            await Task.WhenAll(ended.Select(SettleAsync));
            _settled.AddRange(ended.Select(end => end.Delivery));
            await AcknowledgeAsync();
        }
        await AcknowledgeAsync();
    }

    // What could not be acknowledged is tried again even if nothing else ends.
    private async Task<bool> WaitAsync()
    {
        var more = _ended.Reader.WaitToReadAsync().AsTask();
        while (_settled.Count > 0 && await Task.WhenAny(more, Task.Delay(RetryInterval, time, CancellationToken.None)) != more)
            await AcknowledgeAsync();
        return await more;
    }

    private List<EndedBatch> Next()
    {
        var ended = new List<EndedBatch>();
        for (var tasks = 0; tasks < MostTasks && _ended.Reader.TryRead(out var end); tasks += end.Settlements.Count)
            ended.Add(end);
        return ended;
    }

    // The store puts into one transaction what is recorded at the same time, and keeps apart what the database does not take.
    private async Task SettleAsync(EndedBatch ended)
    {
        try
        {
            var held = await store.SettleAsync(ended.Batch, ended.Settlements, CancellationToken.None);
            if (held < ended.Settlements.Count)
                LogNotHeld(ended.Settlements.Count - held, ended.Batch.Definition.Name);
        }
        catch (Exception exception)
        {
            LogNotRecorded(exception, ended.Settlements.Count, ended.Batch.Definition.Name);
        }
    }

    private async Task AcknowledgeAsync()
    {
        if (_settled.Count == 0)
            return;
        try
        {
            await reader.AcknowledgeAsync(_settled, CancellationToken.None);
            _settled.Clear();
        }
        catch (Exception exception)
        {
            health.Down(exception);
        }
    }

    [LoggerMessage(4441, LogLevel.Warning, "{Count} task(s) of {Task} that came by the broker were not held any more when their outcome was recorded; their new holder decides.")]
    private partial void LogNotHeld(int count, string task);

    [LoggerMessage(4442, LogLevel.Error, "The outcome of {Count} task(s) of {Task} could not be recorded; they come again when their lease or hand-over runs out.")]
    private partial void LogNotRecorded(Exception exception, int count, string task);
}

/// <summary>A batch whose handler has ended.</summary>
/// <param name="Delivery">By which message it came.</param>
/// <param name="Batch">The batch.</param>
/// <param name="Settlements">What is to be recorded.</param>
internal sealed record EndedBatch(Delivery Delivery, ClaimBatch Batch, IReadOnlyList<Settlement> Settlements);

/// <summary>Keeps one batch that came by a broker.</summary>
internal sealed class CarriedKeeper(HandOverStore store, TransportSettler settler, Delivery delivery) : IBatchKeeper
{
    public Task<int> RenewAsync(ClaimBatch batch, CancellationToken cancellationToken) => store.RenewAsync(batch, cancellationToken);

    public async Task<int> SettleAsync(ClaimBatch batch, IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        await settler.AddAsync(new EndedBatch(delivery, batch, settlements), cancellationToken);
        return settlements.Count;
    }
}
