using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Dirac.Cli.Jobs;
using Dirac.Cli.Local;
using Dirac.Cli.Shell;
using Dirac.Client.Jobs;
using Dirac.Client.Sandboxes;
using Dirac.Model.Errors;
using Dirac.Model.Text;

namespace Dirac.Cli.Demo;

/// <summary><c>dirac demo</c>: real jobs through a real server and pilot, with everything that comes back checked.</summary>
internal static class RunDemo
{
    private const int LeastProcessors = 2;
    private static readonly IExample[] Examples = [new MonteCarloExample(), new ImagesExample(), new MulticoreExample(), new FailingExample()];

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var keep = new Option<bool>("--keep") { Description = "Leave the temporary data, logs and outputs behind." };
        return new Command("demo", "Run the example jobs on this machine with temporary data, and check what comes back.") { keep }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var folder = Directory.CreateTempSubdirectory("dirac-demo-").FullName;
            try
            {
                return await RunAsync(session, folder, cancellationToken);
            }
            finally
            {
                if (parsed.GetValue(keep)) session.Screen.Note($"Data, logs and outputs are in {folder}.");
                else Directory.Delete(folder, recursive: true);
            }
        });
    }

    private static async Task<int> RunAsync(Session session, string folder, CancellationToken cancellationToken)
    {
        var examples = FindExamples(AppContext.BaseDirectory);
        session.Screen.Note("Starting a server and a pilot with temporary data …");
        string[] arguments = ["--urls", $"https://127.0.0.1:{FindFreePort()}"];
        await using var installation = await LocalInstallation.StartAsync(
            session.Host, Path.Combine(folder, "data"), Math.Max(LeastProcessors, Environment.ProcessorCount), arguments, cancellationToken);
        var connection = installation.Server.Connection;
        var (jobs, sandboxes) = (new JobClient(connection), new SandboxClient(connection));

        var progress = new DemoProgress(session);
        var submitted = await SubmitAsync(session.Host, new JobSubmission(jobs, sandboxes, session.Host.Clock), examples, cancellationToken);
        IReadOnlyList<long> ids = [.. submitted.Values.SelectMany(group => group)];
        session.Screen.WriteLine($"Submitted {Numbers.Of(ids.Count, "job")} from {Numbers.Of(Examples.Length, "description")}.");
        var rows = (await progress.FollowAsync(new JobWatch(jobs, session.Host.Clock, ids), cancellationToken)).ToDictionary(row => row.Id);

        var good = true;
        foreach (var (example, group) in submitted)
        {
            var ended = await CollectAsync(jobs, sandboxes, [.. group.Select(id => rows[id])], Path.Combine(folder, "outputs", Path.GetDirectoryName(example.File)!), cancellationToken);
            good &= Report(session.Screen, example, ended, await example.CheckAsync(ended, examples, cancellationToken));
        }

        session.Screen.WriteLine();
        session.Screen.WriteLine(good
            ? $"All {ids.Count} jobs ended as they should, {progress.Elapsed.TotalSeconds:0.0} s after the first was submitted. '{session.Screen.Program} up' runs DIRAC for your own."
            : $"Not everything came back as it should. '{session.Screen.Program} demo --keep' leaves the logs behind.");
        return good ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static async Task<Dictionary<IExample, IReadOnlyList<long>>> SubmitAsync(
        CliHost host, JobSubmission submission, string examples, CancellationToken cancellationToken)
    {
        var submitted = new Dictionary<IExample, IReadOnlyList<long>>();
        foreach (var example in Examples)
        {
            var description = await JobDescriptionFile.ReadAsync(host, Path.Combine(examples, example.File), cancellationToken);
            submitted[example] = [.. (await submission.SubmitAsync([description], cancellationToken)).Select(job => job.JobID).Order()];
        }

        return submitted;
    }

    private static async Task<IReadOnlyList<DemoJob>> CollectAsync(
        JobClient jobs, SandboxClient sandboxes, IReadOnlyList<JobRow> rows, string folder, CancellationToken cancellationToken)
    {
        var output = new JobOutput(jobs, sandboxes);
        var ended = new List<DemoJob>(rows.Count);
        foreach (var row in rows)
        {
            var target = Path.Combine(folder, $"{row.Id}");
            await output.GetAsync(row.Id, target, cancellationToken);
            ended.Add(new DemoJob(row, (await jobs.DetailsAsync(row.Id, cancellationToken)).Reason, target));
        }

        return ended;
    }

    private static bool Report(Screen screen, IExample example, IReadOnlyList<DemoJob> jobs, Finding finding)
    {
        screen.WriteLine();
        screen.WriteLine(example.Title);
        foreach (var job in jobs)
        {
            screen.WriteLine($"  job {job.Row.Id,-3} {job.Row.Text("JobName"),-16} {job.Row.Status,-7} {job.Reason}");
            foreach (var line in job.Read("std.out").Split('\n', StringSplitOptions.RemoveEmptyEntries)) screen.WriteLine($"          {line}");
        }

        screen.WriteLine($"  {(finding.Good ? "good:" : "WRONG:")} {finding.Text}");
        return finding.Good;
    }

    // Beside the program where it is installed, in the root of the repository where it is built.
    private static string FindExamples(string home)
    {
        for (var folder = new DirectoryInfo(home); folder is not null; folder = folder.Parent)
        {
            var examples = Path.Combine(folder.FullName, "examples");
            if (File.Exists(Path.Combine(examples, Examples[0].File))) return examples;
        }

        throw new DiracException(ErrorCode.NotFound, $"The example jobs are neither beside this program in {home} nor above it.", "Run './dirac demo' in a clone of the repository.");
    }

    private static int FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
