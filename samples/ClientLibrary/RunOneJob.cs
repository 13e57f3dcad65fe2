using System.Text.Json;
using Dirac.Client.Jobs;
using Dirac.Client.Sandboxes;
using Dirac.Model.Api;

namespace Dirac.Samples.ClientLibrary;

/// <summary>Submits a job, waits for its end and brings its output home.</summary>
internal static class RunOneJob
{
    private const string Description =
        """
        [
          JobName       = "hello";
          Executable    = "/bin/echo";
          Arguments     = "Hello from the client library";
          StdOutput     = "std.out";
          OutputSandbox = {"std.out"};
        ]
        """;

    private static readonly string[] Ended = ["Done", "Failed", "Killed", "Deleted"];
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    public static async Task RunAsync(string directory, CancellationToken cancellationToken)
    {
        using var connection = Server.Connect();
        var jobs = new JobClient(connection);

        // The name makes a repetition safe when the answer is lost: the second call with it makes no job.
        var submitted = await jobs.SubmitAsync([Description], key: Guid.NewGuid().ToString(), cancellationToken);
        var id = submitted[0].JobID;
        Console.WriteLine($"Job {id} is submitted.");

        Console.WriteLine($"Job {id} is {await WaitAsync(jobs, id, cancellationToken)}.");

        foreach (var file in await FetchAsync(jobs, new SandboxClient(connection), id, directory, cancellationToken))
        {
            Console.WriteLine($"{Path.GetFileName(file)}: {await File.ReadAllTextAsync(file, cancellationToken)}");
        }
    }

    private static async Task<string> WaitAsync(JobClient jobs, long id, CancellationToken cancellationToken)
    {
        var search = new SearchRequest(["Status"], [new SearchCondition("JobID", "eq", JsonSerializer.SerializeToElement(id, ValueContext.Default.Int64))]);
        while (true)
        {
            var page = await jobs.SearchAsync(search, cancellationToken: cancellationToken);
            var status = page.Rows[0].GetProperty("Status").GetString()!;
            if (Ended.Contains(status)) return status;
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }

    private static async Task<IReadOnlyList<string>> FetchAsync(JobClient jobs, SandboxClient sandboxes, long id, string directory, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        var archive = Path.Combine(directory, "sandbox");
        foreach (var name in await jobs.SandboxesAsync(id, "output", cancellationToken))
        {
            await sandboxes.DownloadAsync(name, archive, cancellationToken);
            await SandboxArchive.UnpackAsync(archive, directory, new SandboxLimits(), cancellationToken);
            File.Delete(archive);
        }

        return Directory.GetFiles(directory);
    }
}
