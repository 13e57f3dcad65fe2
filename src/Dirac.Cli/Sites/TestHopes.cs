using Dirac.Model.Api;

namespace Dirac.Cli.Sites;

/// <summary>Whether waiting can still bring a probe job to a site, as its queues were when they were first looked at and are now.</summary>
internal sealed class TestHopes
{
    private readonly Dictionary<(string CE, string Queue), DateTimeOffset?> _askedAtFirst = [];

    /// <summary>Looks at what is there now.</summary>
    public bool AreLeft(IReadOnlyList<DirectedQueueInfo> queues) => queues.Any(IsLeft);

    // A missing login is tried again within seconds, so what was found before the probe came may be over: somebody has just logged in.
    private bool IsLeft(DirectedQueueInfo queue)
    {
        var name = (queue.CE, queue.Queue);
        _askedAtFirst.TryAdd(name, queue.LastAsked);
        return queue.Trouble is null or "TryAgain" || (queue.Trouble == "LoginNeeded" && queue.LastAsked == _askedAtFirst[name]);
    }
}
