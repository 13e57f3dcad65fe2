namespace Dirac.Tasks.RabbitMq;

/// <summary>Which of the messages published on one channel the broker has not confirmed yet. Safe for concurrent use.</summary>
/// <remarks>A broker numbers what is published on a channel from 1 without a gap, and confirms one message, or all up to a number.</remarks>
internal sealed class ConfirmLedger
{
    private readonly Lock _lock = new();
    private readonly SortedSet<ulong> _open = [];
    private ulong _published;
    private bool _isRefused;
    private TaskCompletionSource<bool>? _settled;

    /// <summary>A message is about to be published; the next ones follow at once.</summary>
    public void Publish()
    {
        lock (_lock)
            _open.Add(++_published);
    }

    /// <summary>Completes when nothing that was published is open: whether the broker has taken all of it. One waiter at a time.</summary>
    public Task<bool> SettledAsync()
    {
        lock (_lock)
        {
            _settled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            CompleteIfSettled();
            return _settled.Task;
        }
    }

    /// <summary>The broker has taken a message, or all up to it; or it has refused them.</summary>
    public void Answer(ulong message, bool upTo, bool isTaken)
    {
        lock (_lock)
        {
            if (upTo)
            {
                while (_open.Count > 0 && _open.Min <= message)
                    _open.Remove(_open.Min);
            }
            else
            {
                _open.Remove(message);
            }
            _isRefused |= !isTaken;
            CompleteIfSettled();
        }
    }

    private void CompleteIfSettled()
    {
        if (_open.Count > 0 || _settled is null)
            return;
        _settled.TrySetResult(!_isRefused);
        (_settled, _isRefused) = (null, false);
    }
}
