namespace Dirac.Tasks.Tests.History;

/// <summary>Says what in a history breaks a promise: tasks lost or done twice, two holders at once, late holders that change something, attempts beyond the last,
/// locks that two hold, keys that wait twice, groups that are followed early, twice or never, schedules that miss or repeat. Pure.</summary>
internal sealed class HistoryChecker
{
    // How long workers may go on to begin tasks of a kind that was paused.
    private const long PauseKnownMs = 1_000;

    private readonly int _maxAttempts;
    private readonly Dictionary<long, TaskFacts> _tasks = [];
    private readonly Dictionary<string, long> _pausedSince = [];
    private readonly ScheduleChecker _schedules = new();
    private readonly GroupChecker _groups;
    private readonly List<string> _wrong = [];

    private HistoryChecker(int maxAttempts)
    {
        _maxAttempts = maxAttempts;
        _groups = new GroupChecker(_tasks);
    }

    public static IReadOnlyList<string> Check(IEnumerable<HistoryEvent> history, int maxAttempts)
    {
        var checker = new HistoryChecker(maxAttempts);
        foreach (var happened in history)
            checker.Take(happened);
        return [.. checker._wrong, .. checker._schedules.Wrong];
    }

    private void Take(HistoryEvent happened)
    {
        switch (happened)
        {
            case HistoryEvent.Enqueued enqueued: Take(enqueued); break;
            case HistoryEvent.Grouped grouped: _groups.Take(grouped); break;
            case HistoryEvent.Followed followed when _groups.Take(followed) is { } problem: Require(false, followed, problem); break;
            case HistoryEvent.Claimed claimed: Take(claimed); break;
            case HistoryEvent.Renewed renewed: Take(renewed); break;
            case HistoryEvent.Settled settled: Take(settled); break;
            case HistoryEvent.Completed completed: Take(completed); break;
            case HistoryEvent.Died died: Take(died); break;
            case HistoryEvent.Seen seen: Take(seen); break;
            case HistoryEvent.Revived revived when Known(revived.Task, revived) is { } task:
                Require(task.State == TaskState.Dead, revived, "it was not dead");
                task.Revive(revived.At);
                break;
            case HistoryEvent.Dropped dropped when Known(dropped.Task, dropped) is { } task:
                Require(task.State == TaskState.Dead, dropped, "it was not dead");
                task.End(TaskState.Dropped);
                break;
            case HistoryEvent.Paused { IsPaused: true } paused: _pausedSince.TryAdd(paused.Kind, paused.TrueAt); break;
            case HistoryEvent.Paused paused: _pausedSince.Remove(paused.Kind); break;
            case HistoryEvent.Looked looked: _schedules.Take(looked); break;
            case HistoryEvent.Ended ended: Take(ended); break;
        }
    }

    private void Take(HistoryEvent.Enqueued enqueued)
    {
        var waits = enqueued.Key is { } key && _tasks.Values.Any(task => task.IsInTheQueue && task.Kind == enqueued.Kind && task.WaitingKey == key);
        Require(waits == enqueued.Task is null, enqueued, waits ? "its key waits already" : "it was left out though its key does not wait");
        if (enqueued.Task is { } id && !_tasks.TryAdd(id, new TaskFacts(enqueued.Kind, enqueued.Key, enqueued.DueMs, enqueued.Lock)))
            Require(false, enqueued, "there was one of this number before");
    }

    private void Take(HistoryEvent.Claimed claimed)
    {
        if (Known(claimed.Task, claimed) is not { } task)
            return;
        Require(task.IsInTheQueue, claimed, $"it was {task.State}");
        Require(task.DueMs <= claimed.At, claimed, task.State == TaskState.Held ? $"epoch {task.Epoch} holds it until {task.DueMs}" : $"it waits until {task.DueMs}");
        Require(claimed.Epoch > task.Epoch, claimed, $"its epoch was {task.Epoch} before");
        Require(claimed.AttemptsBefore == task.Attempts, claimed, $"it had {task.Attempts} attempts");
        Require(task.Attempts < _maxAttempts, claimed, "its attempts are used up");
        Require(!_pausedSince.TryGetValue(task.Kind, out var since) || claimed.TrueAt - since <= PauseKnownMs, claimed, $"{task.Kind} is paused since {since}");
        task.Claim(claimed.Epoch, claimed.At + claimed.LeaseMs);
        RequireHolds(task, claimed);
    }

    private void Take(HistoryEvent.Renewed renewed)
    {
        var tasks = renewed.Tasks.All.Select(id => Known(id, renewed)).OfType<TaskFacts>().ToList();
        var lost = tasks.Count(task => task.IsInTheQueue && !task.IsHeldUnder(renewed.Epoch));
        Require(lost == renewed.Lost, renewed, $"{lost} were lost");
        foreach (var task in tasks.Where(task => task.IsHeldUnder(renewed.Epoch)))
        {
            task.Renew(renewed.At + renewed.LeaseMs);
            RequireHolds(task, renewed);
        }
    }

    private void Take(HistoryEvent.Seen seen)
    {
        if (Known(seen.Task, seen) is not { } task || seen.Epoch == task.Epoch)
            return;
        Require(task.State == TaskState.Held && task.DueMs <= seen.At && seen.Epoch == task.Epoch + 1, seen, $"it was {task.State} under {task.Epoch} until {task.DueMs}");
        task.Fence();
    }

    private void Take(HistoryEvent.Settled settled)
    {
        var held = 0;
        foreach (var outcome in settled.Tasks.All)
        {
            if (Known(outcome.Task, settled) is not { } task || !task.IsHeldUnder(settled.Epoch))
                continue;
            held++;
            if (outcome.As is SettledAs.Later or SettledAs.Failed)
                task.Release(settled.At + outcome.DelayMs, counts: outcome.As == SettledAs.Failed);
            else
                task.End(outcome.As == SettledAs.Dead ? TaskState.Dead : TaskState.Done);
        }
        Require(held == settled.Held, settled, $"{held} were held");
    }

    private void Take(HistoryEvent.Completed completed)
    {
        var tasks = completed.Tasks.All.Select(id => Known(id, completed)).OfType<TaskFacts>().ToList();
        var mayCommit = tasks.All(task => task.IsHeldUnder(completed.Epoch));
        Require(mayCommit == completed.IsCommitted, completed, mayCommit ? "all were held" : "not all were held");
        foreach (var task in tasks.Where(_ => completed.IsCommitted))
        {
            task.Completions.Add(completed.Epoch);
            task.End(TaskState.Done);
        }
    }

    // Those that a holder gave up are dead in the history already; the others died when a claim came across them.
    private void Take(HistoryEvent.Died died)
    {
        if (Known(died.Task, died) is not { } task)
            return;
        Require(task.State == TaskState.Dead || (task.State == TaskState.Held && task.DueMs <= died.At), died, $"it was {task.State}");
        Require(died.Attempts == task.Attempts, died, $"it had {task.Attempts} attempts");
        Require(died.Reason != nameof(DeathReason.Failed) || died.Attempts == _maxAttempts, died, $"it may have {_maxAttempts} attempts");
        task.End(TaskState.Dead);
    }

    private void Take(HistoryEvent.Ended ended)
    {
        foreach (var (id, task) in _tasks)
        {
            Require(!task.IsInTheQueue, ended, $"task {id} is {task.State}, due {task.DueMs}, after all was given time to end; lost: {!ended.Remaining.All.Contains(id)}");
            Require(task.State == TaskState.Dead == ended.Dead.All.Contains(id), ended, $"task {id} is {task.State}");
            var effects = ended.Effects.All.Where(effect => effect.TaskID == id).Select(effect => effect.Epoch).Order();
            Require(effects.SequenceEqual(task.Completions.Order()), ended, $"task {id} was completed under {string.Join(' ', task.Completions)}");
            Require(task.Completions.Count <= 1, ended, $"task {id} was completed {task.Completions.Count} times");
        }
        foreach (var group in _groups.Unfollowed())
            Require(false, ended, $"nothing has followed group {group}");
        foreach (var id in ended.Remaining.All.Concat(ended.Dead.All).Concat(ended.Effects.All.Select(effect => effect.TaskID)))
            Known(id, ended);
    }

    private TaskFacts? Known(long id, HistoryEvent happened)
    {
        var task = _tasks.GetValueOrDefault(id);
        Require(task is not null, happened, $"nobody has made task {id}");
        return task;
    }

    private void RequireHolds(TaskFacts task, HistoryEvent happened)
    {
        if (HoldChecker.Problem(task, _tasks.Values, happened.At) is { } problem)
            Require(false, happened, problem);
    }

    private void Require(bool isRight, HistoryEvent happened, string problem)
    {
        if (!isRight)
            _wrong.Add($"{happened}: {problem}.");
    }
}
