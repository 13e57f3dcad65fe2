using Dirac.Installation;

namespace Dirac.Benchmarks.Tasks.Peers;

/// <summary>Finds the other task systems: RQ and Celery among Debian's packages, BullMQ from npm in the benchmark's own folder.</summary>
internal static class PeerTools
{
    private const string Python = "/usr/bin/python3";
    private const string Packages = "apt-get install redis-server python3-rq python3-celery python3-redis nodejs npm";
    private const int Handlers = 50;

    private static readonly string Scripts = Path.Combine(Repository(), "benchmarks", "peers");

    /// <summary>The peers, ready to run.</summary>
    /// <param name="directory">Where npm's packages go.</param>
    /// <param name="cancellationToken">Stops the installation.</param>
    /// <exception cref="MissingToolException">One of them is not here.</exception>
    public static async Task<IReadOnlyList<Peer>> FindAsync(string directory, CancellationToken cancellationToken)
    {
        if (!File.Exists("/usr/bin/redis-server")) throw new MissingToolException(Packages);
        var rq = await VersionAsync("rq.VERSION", cancellationToken);
        var celery = await VersionAsync("celery.__version__", cancellationToken);
        var (bullmq, folder) = await InstallBullMqAsync(directory, cancellationToken);
        return [Rq(rq), Celery(celery), BullMq(bullmq, folder)];
    }

    // A worker has one job at a time; there is no more to be had than one for each processor.
    private static Peer Rq(string version)
    {
        var script = Path.Combine(Scripts, "rq_peer.py");
        return new Peer("rq", version, 4_000, "rq:queue:peers", [Python, "-B", script, "fill"], [.. Processes([Python, "-B", script, "work"])]);
    }

    private static Peer Celery(string version)
    {
        string[] worker = [Python, "-B", "-m", "celery", "--workdir", Scripts, "-A", "celery_peer", "worker", "--pool=threads", $"--concurrency={Share}", "--loglevel=WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat"];
        return new Peer("celery", version, 4_000, "peers", [Python, "-B", Path.Combine(Scripts, "celery_peer.py"), "fill"], [.. Processes(worker).Select((words, number) => (IReadOnlyList<string>)[.. words, "-n", $"worker{number}@peers"])]);
    }

    private static Peer BullMq(string version, string folder)
    {
        var script = Path.Combine(folder, "peer.js");
        return new Peer("bullmq", version, 30_000, "bull:peers:wait", ["/usr/bin/env", "node", script, "fill"], [.. Processes(["/usr/bin/env", "node", script, "work", $"{Share}"])]);
    }

    // None of them uses more than one processor in a process.
    private static IEnumerable<IReadOnlyList<string>> Processes(IReadOnlyList<string> words) => Enumerable.Repeat(words, Environment.ProcessorCount);

    private static int Share => Handlers / Environment.ProcessorCount;

    private static async Task<string> VersionAsync(string expression, CancellationToken cancellationToken)
    {
        var (code, output) = await RunAsync([Python, "-c", $"import {expression.Split('.')[0]}; print({expression})"], cancellationToken);
        return code == 0 ? output : throw new MissingToolException(Packages);
    }

    private static async Task<(string Version, string Folder)> InstallBullMqAsync(string directory, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(directory, "bullmq")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Scripts, "bullmq"))) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        if ((await RunAsync(["/usr/bin/env", "npm", "--version"], cancellationToken)).Code != 0) throw new MissingToolException(Packages);
        string[] install = ["/usr/bin/env", "npm", "ci", "--prefix", folder, "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund"];
        if ((await RunAsync(install, cancellationToken)).Code != 0) throw new MissingToolException(string.Join(' ', install.Skip(1)));
        var (_, version) = await RunAsync(["/usr/bin/env", "node", "-p", $"require('{folder}/node_modules/bullmq/package.json').version"], cancellationToken);
        return (version, folder);
    }

    private static Task<(int Code, string Output)> RunAsync(IReadOnlyList<string> words, CancellationToken cancellationToken) =>
        Command.RunAsync(words, new Dictionary<string, string>(), cancellationToken);

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Dirac.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
