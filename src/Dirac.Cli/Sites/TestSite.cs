using System.CommandLine;
using Dirac.Cli.Jobs;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Model.Errors;

namespace Dirac.Cli.Sites;

/// <summary><c>dirac site test</c>: sends a job through the whole chain and says which step failed.</summary>
internal static class TestSite
{
    private const int UsualTimeout = 600;
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);
    private static readonly string[] Ended = ["Done", "Failed", "Killed", "Deleted", "Completed"];

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var (site, timeout) = (SiteOptions.Site(), Timeout());
        return new Command("test", "Send a job to a site and say how far it gets.") { site, timeout }.Does(
            host, (session, parsed, cancellationToken) => RunAsync(session, parsed.GetRequiredValue(site), parsed.GetValue(timeout), cancellationToken));
    }

    /// <summary>The option that says how long a test may take.</summary>
    public static Option<int> Timeout() => new("--timeout") { HelpName = "S", Description = "Give up after so many seconds.", DefaultValueFactory = _ => UsualTimeout };

    /// <summary>Tests a site.</summary>
    /// <exception cref="DiracException">Unavailable: a step failed.</exception>
    public static async Task<int> RunAsync(Session session, string site, int timeout, CancellationToken cancellationToken)
    {
        await WaitUntilKnownAsync(session, site, cancellationToken);
        var id = (await session.Jobs.SubmitAsync([Probe(site)], cancellationToken))[0].JobID;
        session.Screen.WriteLine($"✓ The server sends pilots to {site}; job {id} waits for one.");
        var ended = false;
        try
        {
            await FollowAsync(session, site, id, timeout, cancellationToken);
            ended = true;
            await CheckOutputAsync(session, site, id, cancellationToken);
            return ExitCodes.Ok;
        }
        finally
        {
            if (!ended) await TryAsync(session, $"Job {id} could not be killed", () => session.Jobs.KillAsync([id], CancellationToken.None));
            await TryAsync(session, $"Job {id} could not be deleted", () => session.Jobs.DeleteAsync([id], CancellationToken.None));
        }
    }

    // The probe goes, but that it stays must not hide what was found out.
    private static async Task TryAsync(Session session, string trouble, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception error) when (ErrorReport.For(error) is { } report)
        {
            session.Screen.Note($"{trouble}: {report.Message}");
        }
    }

    private static string Probe(string site) =>
        $$"""[ Executable = "/bin/sh"; Arguments = "-c 'echo probe at {{site}}; uname -n'"; JobName = "probe"; JobType = "Test"; Site = "{{site}}"; StdOutput = "probe.out"; OutputSandbox = {"probe.out"}; ]""";

    // The server reads a changed configuration within a moment.
    private static async Task WaitUntilKnownAsync(Session session, string site, CancellationToken cancellationToken)
    {
        IReadOnlyList<DirectedQueueInfo> queues = [];
        for (var tries = 0; tries < 15; tries++)
        {
            queues = await session.Direction.ShowAsync(cancellationToken);
            if (queues.Any(queue => queue.Site == site)) return;
            await Task.Delay(Glance, session.Host.Clock, cancellationToken);
        }

        throw new DiracException(
            ErrorCode.NotFound,
            $"This server sends no pilots to {site}.",
            SiteOptions.NearOr(
                site,
                queues.Select(queue => queue.Site),
                "Its computing elements need CEType SSH, or Local with a BatchSystem, in /Resources/Sites, and must serve your VO; 'dirac site add' writes them."));
    }

    private static async Task FollowAsync(Session session, string site, long id, int timeout, CancellationToken cancellationToken)
    {
        var (steps, hopes) = (new TestSteps(session.Screen), new TestHopes());
        var begun = session.Host.Clock.GetTimestamp();
        while (true)
        {
            var status = (await RowAsync(session, id, cancellationToken)).Status;
            var queues = (await session.Direction.ShowAsync(cancellationToken)).Where(queue => queue.Site == site).ToList();
            steps.Note(queues, status);
            if (Ended.Contains(status)) break;
            var late = session.Host.Clock.GetElapsedTime(begun).TotalSeconds > timeout;
            if (late || !hopes.AreLeft(queues)) throw Stuck(queues, site, status, late, timeout);
            await Task.Delay(Glance, session.Host.Clock, cancellationToken);
        }
    }

    private static async Task<JobRow> RowAsync(Session session, long id, CancellationToken cancellationToken) =>
        await JobSearch.FindAsync(session.Jobs, [id], ["JobID", "Status", "MinorStatus"], cancellationToken) is [var row] ? row : throw new DiracException(ErrorCode.NotFound, $"Job {id} is gone.");

    private static DiracException Stuck(IReadOnlyList<DirectedQueueInfo> queues, string site, string status, bool late, int timeout)
    {
        var trouble = queues.FirstOrDefault(queue => queue.Message is not null);
        var isThere = queues.Any(queue => queue.Running > 0);
        var where = isThere ? "a pilot runs but has not taken it" : queues.Any(queue => queue.Waiting > 0) ? "a pilot waits in the batch system" : "no pilot was handed in";
        var more = $"'dirac pilot list --site {site}' and 'dirac site why {site}' tell more.";
        return new DiracException(
            ErrorCode.Unavailable,
            $"{(late ? $"After {timeout} s the" : "The")} job is {status}: {(trouble?.Message ?? where).TrimEnd('.')}.",
            trouble?.Advice ?? (isThere ? $"Can its nodes reach the gate? If not, add the cluster with --no-network, or write Reach = Files into the site's CE. {more}" : more));
    }

    private static async Task CheckOutputAsync(Session session, string site, long id, CancellationToken cancellationToken)
    {
        var job = await RowAsync(session, id, cancellationToken);
        if (job.Status != "Done") throw new DiracException(ErrorCode.Unavailable, $"The job ended as {job.Status}: {job.Text("MinorStatus")}.", $"'dirac pilot list --site {site}' shows its pilot, 'dirac pilot output' what that printed.");
        var folder = Directory.CreateTempSubdirectory("dirac-probe-");
        try
        {
            await new JobOutput(session.Jobs, session.Sandboxes).GetAsync(id, folder.FullName, cancellationToken);
            var lines = await File.ReadAllLinesAsync(Path.Combine(folder.FullName, "probe.out"), cancellationToken);
            if (lines is not [var first, var node, ..] || first != $"probe at {site}") throw new DiracException(ErrorCode.Unavailable, "The job's output is not what it printed.");
            session.Screen.WriteLine($"✓ Its output came back from {node}. {site} works.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
