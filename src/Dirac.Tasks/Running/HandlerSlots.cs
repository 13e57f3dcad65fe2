namespace Dirac.Tasks.Running;

/// <summary>The handler calls that a size class may have at once, shared by its pools; how many they are may change while they run. Safe for concurrent use.</summary>
/// <remarks>A slot is first taken, for a claim that may find nothing, and then used from that claim's begin until its call's end. Only use counts as busy.</remarks>
internal sealed class HandlerSlots(int size, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];

    private int _size = size;
    private int _taken;
    private int _used;
    private int _ended;
    private double _usedSeconds;
    private double _endedSeconds;
    private TimeSpan _longestWait;
    private long _since = time.GetTimestamp();
    private long _sampled = time.GetTimestamp();

    /// <summary>How many there are. After it has shrunk, more may be in use until their calls end.</summary>
    public int Size
    {
        get
        {
            lock (_lock) return _size;
        }
    }

    /// <summary>How many calls run now.</summary>
    public int Used
    {
        get
        {
            lock (_lock) return _used;
        }
    }

    /// <summary>Takes one as soon as one is free; whoever asked first is served first.</summary>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource> place;
        lock (_lock)
        {
            if (_taken < _size)
            {
                _taken++;
                return;
            }
            place = _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        await using var registration = cancellationToken.UnsafeRegister(_ => Leave(place, cancellationToken), null);
        await place.Value.Task;
    }

    /// <summary>Takes all that are free.</summary>
    /// <returns>How many.</returns>
    public int TakeFree()
    {
        lock (_lock)
        {
            var free = Math.Max(_size - _taken, 0);
            _taken += free;
            return free;
        }
    }

    /// <summary>Gives back slots that were taken and not used.</summary>
    public void Return(int count)
    {
        lock (_lock)
        {
            _taken -= count;
            Serve();
        }
    }

    /// <summary>Uses slots that were taken, as if from <paramref name="claimed"/> before now.</summary>
    public void Use(int count, TimeSpan claimed)
    {
        lock (_lock)
        {
            Advance();
            _used += count;
            _usedSeconds += count * claimed.TotalSeconds;
        }
    }

    /// <summary>A call that used a slot has ended.</summary>
    /// <param name="after">How long the slot was in use for it.</param>
    public void End(TimeSpan after)
    {
        lock (_lock)
        {
            Advance();
            _used--;
            _taken--;
            _ended++;
            _endedSeconds += after.TotalSeconds;
            Serve();
        }
    }

    /// <summary>Takes note of how long tasks were on their way to a slot, where no look at the table would tell.</summary>
    public void NoteWait(TimeSpan wait)
    {
        lock (_lock)
            _longestWait = wait > _longestWait ? wait : _longestWait;
    }

    /// <summary>Changes how many there are; takes none away from those that are in use.</summary>
    public void Resize(int size)
    {
        lock (_lock)
        {
            _size = size;
            Serve();
        }
    }

    /// <summary>What the slots were used for since the last question.</summary>
    public SlotSample Sample()
    {
        lock (_lock)
        {
            Advance();
            var passed = time.GetElapsedTime(_sampled, _since).TotalSeconds;
            var sample = new SlotSample(
                passed > 0 ? _usedSeconds / passed : _used, _ended, _ended > 0 ? TimeSpan.FromSeconds(_endedSeconds / _ended) : null, _longestWait);
            (_sampled, _usedSeconds, _endedSeconds, _ended, _longestWait) = (_since, 0, 0, 0, TimeSpan.Zero);
            return sample;
        }
    }

    private void Serve()
    {
        while (_taken < _size && _waiting.First is { } first)
        {
            _waiting.RemoveFirst();
            _taken++;
            first.Value.SetResult();
        }
    }

    private void Leave(LinkedListNode<TaskCompletionSource> place, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (place.List is null) return;
            _waiting.Remove(place);
        }
        place.Value.SetCanceled(cancellationToken);
    }

    private void Advance()
    {
        var now = time.GetTimestamp();
        _usedSeconds += _used * time.GetElapsedTime(_since, now).TotalSeconds;
        _since = now;
    }
}

/// <summary>How slots were used in an interval.</summary>
/// <param name="Busy">How many were in use, on average.</param>
/// <param name="Ended">How many calls ended.</param>
/// <param name="CallTime">How long those had a slot, on average; null when none ended.</param>
/// <param name="LongestWait">The longest that tasks were on their way to a slot, as far as that was noted.</param>
internal sealed record SlotSample(double Busy, int Ended, TimeSpan? CallTime, TimeSpan LongestWait);
