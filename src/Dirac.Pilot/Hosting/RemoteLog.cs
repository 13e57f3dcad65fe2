using Dirac.Client.Http;
using Dirac.Client.Pilots;
using Dirac.Model.Api;
using Dirac.Model.Errors;

namespace Dirac.Pilot.Hosting;

/// <summary>Sends the pilot's log to the server, a batch every few seconds, and the end of it once more as the pilot's output when it ends.</summary>
/// <remarks>
/// Thread-safe. Adding a line never waits: a server that is away costs the oldest lines, whose numbers are then missing there. Lines are numbered, so
/// that a batch can be repeated. Its own troubles are not logged: they would make lines without end.
/// </remarks>
internal sealed class RemoteLog(string secret, TimeProvider clock)
{
    /// <summary>Lines kept while they cannot be sent.</summary>
    internal const int MostKept = 5_000;

    private const int MostTail = 2_000;
    private const int LongestLine = 4_000;
    private const int LinesPerCall = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Queue<string> _waiting = [];
    private readonly Queue<string> _tail = [];
    private readonly Doorbell _added = new();
    private readonly Backoff _backoff = new(clock);
    private long _last;
    private bool _refused;

    /// <summary>Takes a line over.</summary>
    internal void Add(string line)
    {
        var plain = LogSecrets.Hide(line.Length <= LongestLine ? line : line[..LongestLine], secret);
        lock (_lock)
        {
            _last++;
            _waiting.Enqueue(plain);
            _tail.Enqueue(plain);
            if (_waiting.Count > MostKept) _waiting.Dequeue();
            if (_tail.Count > MostTail) _tail.Dequeue();
        }

        _added.Ring();
    }

    /// <summary>Sends until cancelled, or until the server refuses the log.</summary>
    internal async Task RunAsync(PilotClient client, string stamp, CancellationToken cancellationToken)
    {
        while (!_refused)
        {
            var added = _added.NextRing;
            if (IsEmpty) await added.WaitAsync(cancellationToken);
            await Task.Delay(Pause, clock, cancellationToken);
            while (!_refused && !IsEmpty)
            {
                if (await TrySendAsync(client, stamp, final: false, cancellationToken)) _backoff.Reset();
                else await _backoff.WaitAsync(cancellationToken);
            }
        }
    }

    /// <summary>Sends what is left, and the output, for as long as it may take.</summary>
    internal async Task FinishAsync(PilotClient client, string stamp, CancellationToken cancellationToken)
    {
        try
        {
            do
            {
                if (_refused || !await TrySendAsync(client, stamp, final: true, cancellationToken)) return;
            }
            while (!IsEmpty);

            await client.SendOutputAsync(stamp, new PilotOutput(StdError: Tail()), cancellationToken);
        }
        catch (Exception error) when (error is OperationCanceledException or ApiException or DiracException || ServerTrouble.Passes(error))
        {
            // The end of the log is on the node; there is nobody left to tell.
            _refused = true;
        }
    }

    private bool IsEmpty
    {
        get
        {
            lock (_lock) return _waiting.Count == 0;
        }
    }

    // False when it helps to try again later.
    private async Task<bool> TrySendAsync(PilotClient client, string stamp, bool final, CancellationToken cancellationToken)
    {
        var (first, lines, all) = Next();
        try
        {
            await client.SendLogAsync(stamp, new PilotLogLines(lines, first, final && all), cancellationToken);
            Forget(first + lines.Length - 1);
            return true;
        }
        catch (Exception error) when (ServerTrouble.Passes(error))
        {
            return false;
        }
        catch (Exception error) when (error is ApiException or DiracException)
        {
            _refused = true;
            return true;
        }
    }

    private (long First, string[] Lines, bool All) Next()
    {
        lock (_lock) return (_last - _waiting.Count + 1, [.. _waiting.Take(LinesPerCall)], _waiting.Count <= LinesPerCall);
    }

    // Some may have been dropped meanwhile.
    private void Forget(long upTo)
    {
        lock (_lock)
        {
            while (_waiting.Count > 0 && _last - _waiting.Count + 1 <= upTo) _waiting.Dequeue();
        }
    }

    private string Tail()
    {
        lock (_lock) return string.Join('\n', _tail);
    }
}
