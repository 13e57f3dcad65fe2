using Dirac.Benchmarks;
using Dirac.Benchmarks.Codec;
using Dirac.Benchmarks.Rest;
using Dirac.Benchmarks.Rpc;
using Dirac.Benchmarks.Tasks;

const int Misused = 2;
const int NotHere = 3;

BenchmarkOptions options;
IBenchmark benchmark;
try
{
    options = BenchmarkOptions.Parse(args);
    benchmark = options.Name switch
    {
        "dispatch" => new DispatchBenchmark(TimeProvider.System),
        "throughput" => new ThroughputBenchmark(TimeProvider.System),
        "submit" => new SubmitBenchmark(TimeProvider.System),
        "status" => new StatusBenchmark(TimeProvider.System),
        "search" => new SearchBenchmark(TimeProvider.System),
        "rest" => new RestBenchmark(TimeProvider.System),
        "explain" => new ExplainBenchmark(TimeProvider.System),
        "codec" => new CodecBenchmark(TimeProvider.System),
        "rpc" => new RpcBenchmark(TimeProvider.System),
        "slurm" => new SlurmBenchmark(TimeProvider.System),
        "sites" => new SitesBenchmark(TimeProvider.System),
        "pilot" => new PilotBenchmark(TimeProvider.System),
        "tasks" when options.Peers => new TaskPeersBenchmark(TimeProvider.System),
        "tasks" when options.Step > 0 => new TaskStepBenchmark(TimeProvider.System),
        "tasks" when options.Latency => new TaskLatencyBenchmark(TimeProvider.System),
        "tasks" => new TasksBenchmark(TimeProvider.System),
        "startup" when options.Native => new NativeStartupBenchmark(TimeProvider.System),
        "startup" => new StartupBenchmark(TimeProvider.System),
        var unknown => throw new ArgumentException($"There is no benchmark '{unknown}'."),
    };
}
catch (ArgumentException error)
{
    await Console.Error.WriteLineAsync($"{error.Message}\n{BenchmarkOptions.Usage}");
    return Misused;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
var directory = options.Data is { } data ? Directory.CreateDirectory(data) : Directory.CreateTempSubdirectory("dirac-bench-");
try
{
    var mysql = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DIRAC_MYSQL"));
    var figures = new Figures();
    figures.Add("bench", options.Name);
    figures.Add("engine", mysql ? "mysql" : "sqlite");
    figures.Add("durability", mysql ? "innodb_flush_log_at_trx_commit=1" : "WAL, synchronous=FULL");
    figures.Add("processors", Environment.ProcessorCount);
    Calibration.AddTo(figures, directory.FullName, TimeProvider.System);
    await benchmark.RunAsync(directory.FullName, options, figures, stop.Token);
    foreach (var line in figures.Lines()) Console.WriteLine(line);
    if (options.Json) Console.WriteLine(figures);
    return 0;
}
catch (MissingToolException missing)
{
    await Console.Error.WriteLineAsync($"Something is not installed here. This installs it: {missing.Message}");
    return NotHere;
}
finally
{
    if (options.Data is null) directory.Delete(recursive: true);
}
