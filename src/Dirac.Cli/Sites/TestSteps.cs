using Dirac.Cli.Shell;
using Dirac.Model.Api;

namespace Dirac.Cli.Sites;

/// <summary>Tells each step of a probe job when it is first seen done.</summary>
internal sealed class TestSteps(Screen screen)
{
    private readonly HashSet<string> _told = [];
    private string? _trouble;

    /// <summary>Looks at what is there now.</summary>
    /// <param name="queues">The site's queues.</param>
    /// <param name="status">The job's status.</param>
    public void Note(IReadOnlyList<DirectedQueueInfo> queues, string status)
    {
        var (waiting, running) = (queues.Sum(queue => queue.Waiting), queues.Sum(queue => queue.Running));
        var trouble = queues.FirstOrDefault(queue => queue.Message is not null)?.Message;
        if (trouble is not null && trouble != _trouble) screen.WriteLine($"  … {trouble}");
        _trouble = trouble;
        var taken = status is not ("Received" or "Checking" or "Waiting");
        if (waiting + running > 0 || taken) Tell("A pilot was handed in.");
        if (running > 0 || taken) Tell("A pilot runs there.");
        if (taken) Tell("The pilot has logged in and taken the job.");
        if (status is "Done" or "Failed" or "Completed") Tell($"The job has ended: {status}.");
    }

    private void Tell(string step)
    {
        if (_told.Add(step)) screen.WriteLine($"✓ {step}");
    }
}
