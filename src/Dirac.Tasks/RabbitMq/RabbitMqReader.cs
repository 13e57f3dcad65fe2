using System.Threading.Channels;
using Dirac.Tasks.Transports;

namespace Dirac.Tasks.RabbitMq;

/// <summary>Reads the three lanes of a size class, each with its own consumer; the broker sends ahead, and here the order is kept.</summary>
/// <remarks>
/// A broker closes the channel of a consumer that does not acknowledge for long (30 minutes, if its operator did not change that). So what takes long is
/// acknowledged after a while: the table of tasks knows who runs it, and gives it to another when its lease ends.
/// </remarks>
internal sealed class RabbitMqReader : ITransportReader
{
    private static readonly TimeSpan LongestUnacknowledged = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(1);

    private readonly RabbitMqLine<LaneKeeper> _keeper;
    private readonly RabbitMqLine<OpenLanes> _line;
    private readonly ReaderScope _scope;
    private readonly TimeProvider _time;
    private readonly HeldMessages _held;
    private readonly Channel<bool> _came = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile bool _isStopped;

    public RabbitMqReader(RabbitMqConnections connections, RabbitMqLine<LaneKeeper> keeper, ReaderScope scope, TimeProvider time)
    {
        (_keeper, _scope, _time) = (keeper, scope, time);
        _held = new HeldMessages(time, () => _came.Writer.TryWrite(true));
        _line = new RabbitMqLine<OpenLanes>(connections, $"reader of {scope.Database} {scope.Size}", OpenAsync);
    }

    /// <summary>How many messages came and wait to be received.</summary>
    public int Waiting => _held.Waiting;

    /// <summary>How many of a lane it has, and has not acknowledged.</summary>
    public int CountOf(TransportLane lane) => _held.CountOf(lane);

    public async Task<IReadOnlyList<Delivery>> ReceiveAsync(IReadOnlyList<TaskPriority> order, int most, CancellationToken cancellationToken)
    {
        if (_isStopped)
            return [];
        var line = await _line.GetAsync(cancellationToken);
        if ((await _keeper.GetAsync(cancellationToken)).Incarnation != line.Incarnation)
        {
            // A consumer of a queue that was deleted and made again may be left without a word.
            await line.Connection.EndAsync();
            await _line.GetAsync(cancellationToken);
        }
        return _held.Take(order, most);
    }

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _line.GetAsync(cancellationToken);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var came = _came.Reader.ReadAsync(enough.Token).AsTask();
        var silence = Task.Delay(LongestSilence, _time, enough.Token);
        await Task.WhenAny(came, silence);
        await enough.CancelAsync();
        await Task.WhenAll(came, silence).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    public async Task AcknowledgeAsync(IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
    {
        foreach (var inbox in _held.Done(deliveries))
            await inbox.FlushAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<Delivery>> StopAsync(CancellationToken cancellationToken)
    {
        _isStopped = true;
        foreach (var inbox in _line.Current?.Inboxes ?? [])
            await inbox.StopAsync(cancellationToken);
        return _line.Current is null ? [] : _held.Take(Enum.GetValues<TaskPriority>(), int.MaxValue);
    }

    public async ValueTask DisposeAsync()
    {
        await _line.DisposeAsync();
        _held.Clear();
    }

    private async Task<OpenLanes> OpenAsync(LiveConnection connection, CancellationToken cancellationToken)
    {
        _held.ForgetWaiting();
        var keeper = await _keeper.GetAsync(cancellationToken);
        var lanes = TransportLane.Of(_scope.Database, _scope.Size);
        var incarnation = (await keeper.LookAsync(lanes, cancellationToken)).Incarnation;
        var inboxes = new List<LaneInbox>();
        foreach (var lane in lanes)
            inboxes.Add(await LaneInbox.OpenAsync(connection, lane, keeper.QueueOf(lane), _scope.Ahead, _held, cancellationToken));
        connection.Ended.Register(() => _came.Writer.TryWrite(true));
        _ = LetGoAsync(connection.Ended);
        return new OpenLanes(connection, incarnation, inboxes);
    }

    private async Task LetGoAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await Task.Delay(Round, _time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var inbox in _held.LetGo(LongestUnacknowledged))
                await inbox.FlushAsync(CancellationToken.None);
        }
    }

    /// <summary>The lanes as they were opened.</summary>
    private sealed record OpenLanes(LiveConnection Connection, string Incarnation, IReadOnlyList<LaneInbox> Inboxes);
}
