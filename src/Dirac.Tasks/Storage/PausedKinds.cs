using System.Collections.Frozen;
using Dirac.Persistence;

namespace Dirac.Tasks.Storage;

/// <summary>The kinds of task that operators have paused in one database, known to the second: claims ask at every turn and must not pay for it.</summary>
internal sealed class PausedKinds(IDatabase database, TimeProvider time)
{
    /// <summary>For how long an answer is believed.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(1);

    private volatile Reading? _last;

    /// <summary>Their names.</summary>
    public async ValueTask<FrozenSet<string>> NamesAsync(CancellationToken cancellationToken)
    {
        if (_last is { } last && time.GetElapsedTime(last.At) < Lasts)
            return last.Names;

        var at = time.GetTimestamp();
        var names = await database.ReadAsync(PauseSql.SelectNamesAsync, cancellationToken);
        return (_last = new Reading(at, [.. names])).Names;
    }

    /// <summary>Has the next question asked anew.</summary>
    public void Forget() => _last = null;

    private sealed record Reading(long At, FrozenSet<string> Names);
}
