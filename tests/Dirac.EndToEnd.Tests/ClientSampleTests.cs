using System.Diagnostics;
using Dirac.Client.Identity;
using Dirac.Security.Local;

namespace Dirac.EndToEnd.Tests;

/// <summary>The programs under <c>samples</c> that others are to begin with, against a server and a pilot.</summary>
public sealed class ClientSampleTests
{
    private const string Python = "/usr/bin/python3";

    // What Jupyter would do: the cells one after the other, in one namespace.
    private const string RunCells =
        """
        import json, sys
        for cell in json.load(open(sys.argv[1]))["cells"]:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), globals())
        """;

    [Fact]
    public async Task ClientLibrary_EachExample_DoesWhatItSays()
    {
        await using var site = await Site.StartAsync();
        await using var pilot = await site.StartPilotAsync(1);

        var run = await RunAsync(site, Sample("ClientLibrary", "client-library"), "run", site.File("output"));
        var search = await RunAsync(site, Sample("ClientLibrary", "client-library"), "search");
        var tasks = await RunAsync(site, Sample("ClientLibrary", "client-library"), "tasks");

        Assert.Contains("Job 1 is Done.\nstd.out: Hello from the client library\n", run, StringComparison.Ordinal);
        Assert.Contains("1 called hello:\n  1 Done\n", search, StringComparison.Ordinal);
        Assert.Contains("0 are dead\n", tasks, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Python_ScriptsAndNotebook_DoWhatTheySay()
    {
        Assert.SkipUnless(File.Exists(Python), "Takes Debian's python3.");
        Assert.SkipUnless(File.Exists("/usr/bin/zstd"), "Takes Debian's zstd.");
        await using var site = await Site.StartAsync();
        await using var pilot = await site.StartPilotAsync(2);

        var run = await RunAsync(site, Python, PythonFile("run_job.py"));
        var notebook = await RunAsync(site, Python, "-c", RunCells, PythonFile("jobs.ipynb"));

        Assert.Contains("1 Done Hello from Python 1\n2 Done Hello from Python 2\n2 called from-python\n", run, StringComparison.Ordinal);
        Assert.Contains("[4, 9, 16]\n400: ", notebook, StringComparison.Ordinal);
        if (await HasRequestsAsync()) Assert.Contains("Done 5\n", await RunAsync(site, Python, PythonFile("with_requests.py")), StringComparison.Ordinal);
    }

    private static async Task<bool> HasRequestsAsync()
    {
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", "import requests"]) { RedirectStandardError = true })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0;
    }

    private static async Task<string> RunAsync(Site site, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Directory.CreateDirectory(site.File("work")).FullName, RedirectStandardOutput = true, RedirectStandardError = true };
        var login = await new IdentityClient(site.Server.User).LoginLocallyAsync(LocalIdentity.Read(site.Server.Directory).Secret, null, TestContext.Current.CancellationToken);
        start.Environment["DIRAC_DATA"] = site.Server.Directory;
        // The .NET example logs in by itself; those in Python get what 'dirac login --print-token' prints.
        if (program == Python)
        {
            start.Environment["DIRAC_URL"] = site.Server.Url.ToString().TrimEnd('/');
            start.Environment["DIRAC_TOKEN"] = login.AccessToken;
            start.Environment["DIRAC_CA"] = site.Server.CaFile;
            start.Environment["PYTHONPATH"] = Path.GetDirectoryName(PythonFile("dirac_rest.py"));
            start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{output}{await errors}");
        return output;
    }

    // Programs lie beside each other: bin/ClientLibrary/release/client-library.
    private static string Sample(string project, string name)
    {
        var home = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        return Path.GetFullPath(Path.Combine(home, "..", "..", project, Path.GetFileName(home), name));
    }

    private static string PythonFile(string name) => Path.Combine(Repository, "samples", "python", name);

    private static string Repository => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", ".."));
}
