using System.Diagnostics;
using Dirac.Client.Jobs;
using Dirac.Installation;

namespace Dirac.Benchmarks;

/// <summary>
/// The programs of a release: how large the native command line is, how long <c>dirac job list</c> takes against a running server, and how soon the published
/// server is ready.
/// </summary>
/// <remarks>
/// A command counts from before its exec until it has ended; each is a process that logs in, asks and prints. The server counts as in
/// <see cref="StartupBenchmark"/>: from exec until it has answered that it is ready, on data that are there.
/// </remarks>
internal sealed class NativeStartupBenchmark(TimeProvider clock) : IBenchmark
{
    private const int WarmUp = 5;
    private const int Commands = 101;
    private const int Jobs = 20;

    public async Task RunAsync(string directory, BenchmarkOptions options, Figures figures, CancellationToken cancellationToken)
    {
        await new StartupBenchmark(clock).RunAsync(directory, options, figures, cancellationToken);

        await using var server = new InstalledServer(Path.Combine(directory, "server"), clock);
        await server.StartAsync(cancellationToken);
        await new JobClient(server.User).SubmitAsync(Enumerable.Repeat("[ Executable = \"/bin/true\"; ]", Jobs).ToList(), cancellationToken);
        var list = await TimeAsync(server, ["job", "list"], cancellationToken);
        var version = await TimeAsync(server, ["--version"], cancellationToken);

        figures.Add("cli_runs", Commands);
        figures.Add("cli_jobs_shown", Jobs);
        figures.Add("cli_ms", Figures.Percentile(list, 50));
        figures.Add("cli_p95_ms", Figures.Percentile(list, 95));
        figures.Add("cli_version_ms", Figures.Percentile(version, 50));
        figures.Add("cli_mb", new FileInfo(Programs.Cli).Length / 1e6);
    }

    private async Task<IReadOnlyList<double>> TimeAsync(InstalledServer server, string[] arguments, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        for (var run = 0; run < WarmUp + Commands; run++)
        {
            var time = await RunAsync(server, arguments, cancellationToken);
            if (run >= WarmUp) times.Add(time.TotalMilliseconds);
        }

        return times;
    }

    private async Task<TimeSpan> RunAsync(InstalledServer server, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Programs.Cli, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["DIRAC_DATA"] = server.Directory } };
        var started = clock.GetTimestamp();
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        var time = clock.GetElapsedTime(started);
        return process.ExitCode == 0 ? time : throw new InvalidOperationException($"dirac {string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}");
    }
}
