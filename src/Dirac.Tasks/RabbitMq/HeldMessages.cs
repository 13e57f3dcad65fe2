using Dirac.Tasks.Transports;

namespace Dirac.Tasks.RabbitMq;

/// <summary>What a reader has of its lanes: messages that wait to be received, and those that are worked on. Outlives connections; safe for concurrent use.</summary>
/// <remarks>
/// When a connection breaks the broker delivers again what was not acknowledged. What waits is then forgotten, for it comes again; what is worked on here goes on, and if
/// it comes again to this reader, that is a new delivery of the same message and no new work.
/// </remarks>
internal sealed class HeldMessages(TimeProvider time, Action came)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HeldMessage> _messages = [];
    private readonly Dictionary<TaskPriority, Queue<Delivery>> _waiting = [];

    /// <summary>How many wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _waiting.Values.Sum(queue => queue.Count);
        }
    }

    /// <summary>How many of a lane came and are not acknowledged, whether they wait or are worked on.</summary>
    public int CountOf(TransportLane lane)
    {
        lock (_lock)
            return _messages.Values.Count(held => !held.IsDone && held.Arrival.Inbox.Lane == lane);
    }

    /// <summary>A message came.</summary>
    /// <returns>Whether it is kept; if not, its inbox has something to acknowledge.</returns>
    public bool Arrive(LaneDelivery arrival, ReadOnlyMemory<byte> body)
    {
        lock (_lock)
        {
            if (!arrival.Inbox.IsLive)
                return true;
            if (_messages.TryGetValue(arrival.Id, out var known))
                return ComeAgain(known, arrival);

            var held = new HeldMessage { Arrival = arrival, Since = time.GetTimestamp() };
            _messages.Add(arrival.Id, held);
            var lane = arrival.Inbox.Lane;
            if (!_waiting.TryGetValue(lane.Priority, out var queue))
                _waiting.Add(lane.Priority, queue = new Queue<Delivery>());
            // The client library takes its buffer back.
            queue.Enqueue(new Delivery(lane, body.ToArray(), arrival.IsAgain, held));
        }
        came();
        return true;
    }

    /// <summary>Takes messages that wait, one priority after the other.</summary>
    public IReadOnlyList<Delivery> Take(IEnumerable<TaskPriority> order, int most)
    {
        var taken = new List<Delivery>();
        lock (_lock)
        {
            foreach (var priority in order)
            {
                while (taken.Count < most && _waiting.TryGetValue(priority, out var queue) && queue.TryDequeue(out var delivery))
                    taken.Add(delivery);
            }
        }
        return taken;
    }

    /// <summary>The work of messages is done. Their inboxes must be flushed.</summary>
    /// <returns>The inboxes.</returns>
    public IReadOnlyCollection<LaneInbox> Done(IEnumerable<Delivery> deliveries)
    {
        var inboxes = new HashSet<LaneInbox>();
        lock (_lock)
        {
            foreach (var held in deliveries.Select(delivery => (HeldMessage)delivery.Receipt))
            {
                // Of a connection that has ended: it is acknowledged when it comes again.
                if (!held.IsDone && !held.Arrival.Inbox.IsLive)
                {
                    held.IsDone = true;
                    continue;
                }
                if (!held.IsDone)
                    Acknowledge(held, inboxes);
                _messages.Remove(held.Arrival.Id);
            }
        }
        return inboxes;
    }

    /// <summary>Lets the broker forget what came longer ago than <paramref name="age"/>, whether it is done or not. The inboxes must be flushed.</summary>
    /// <returns>The inboxes.</returns>
    public IReadOnlyCollection<LaneInbox> LetGo(TimeSpan age)
    {
        var inboxes = new HashSet<LaneInbox>();
        lock (_lock)
        {
            foreach (var held in _messages.Values.Where(held => time.GetElapsedTime(held.Since) > age).ToList())
            {
                if (!held.Arrival.Inbox.IsLive)
                {
                    if (held.IsDone)
                        _messages.Remove(held.Arrival.Id);
                }
                else if (!held.IsDone)
                {
                    held.IsDone = true;
                    Acknowledge(held, inboxes);
                }
            }
        }
        return inboxes;
    }

    /// <summary>A connection has ended: what waits comes again, to whomever.</summary>
    public void ForgetWaiting()
    {
        lock (_lock)
        {
            foreach (var queue in _waiting.Values)
            {
                foreach (var delivery in queue)
                    _messages.Remove(((HeldMessage)delivery.Receipt).Arrival.Id);
                queue.Clear();
            }
        }
    }

    /// <summary>Nothing is received any more: the broker delivers to others what is not acknowledged.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _messages.Clear();
            _waiting.Clear();
        }
    }

    private bool ComeAgain(HeldMessage known, LaneDelivery arrival)
    {
        (known.Arrival, known.Since) = (arrival, time.GetTimestamp());
        if (!known.IsDone)
            return true;
        arrival.Inbox.Done(arrival.Number);
        return false;
    }

    private static void Acknowledge(HeldMessage held, HashSet<LaneInbox> inboxes)
    {
        held.Arrival.Inbox.Done(held.Arrival.Number);
        inboxes.Add(held.Arrival.Inbox);
    }
}
