using System.Globalization;
using Dirac.Tasks.Doorbells;
using Dirac.Tasks.Transports;

namespace Dirac.Benchmarks;

/// <summary>The command line of a benchmark.</summary>
internal sealed record BenchmarkOptions
{
    public const string Usage =
        """
        ./bench dispatch   [--jobs 500]  [--engine sqlite|mysql] [--json]   one job at a time on an idle pilot: how soon its payload starts
        ./bench throughput [--jobs 5000] [--slots 2] [--batch 100] [--engine sqlite|mysql] [--json]   jobs per second from submission to Done
        ./bench submit     [--jobs 100000] [--engine sqlite|mysql] [--json]   one parametric submission: rows seen from outside, last job Waiting
        ./bench status     [--updates 20000] [--engine sqlite|mysql] [--json]   status updates in bulks of 100, with history
        ./bench search     [--jobs 100000] [--engine sqlite|mysql] [--json]   pages and numbers among so many jobs; with --data a second run finds them loaded
        ./bench rest       [--clients 4] [--jobs 100000] [--runs 5] [--store sqlite|mysql] [--json]   so many clients at once over https: status updates of
                           100 jobs in a call (status_per_s counts jobs), pages of 100 rows, refreshes of tokens
        ./bench explain    [--jobs 100000] [--sites 200] [--engine sqlite|mysql] [--json]   how long it takes to say why a job waits
        ./bench codec      [--files 178000] [--runs 5] [--json]   metadata of files in DEncode, JEncode and other formats, in one thread
        ./bench rpc        --protocol dips|https [--keep-alive] [--json]   calls of a legacy service with a proxy of a proxy: over dips on a
                           connection for each, over https on 4 kept ones
        ./bench slurm      [--jobs 1000] [--slots 2] [--through ssh] [--json]   jobs that do nothing on a private Slurm: by pilots, by sbatch, as an array
                           (as root); with --through ssh the server's and the cluster's networks are apart, and it reaches Slurm's gate by ssh
        ./bench sites      [--ces 200] [--pilots 10000] [--json]   simulated computing elements: a round of statuses, memory, and how often each is asked
        ./bench tasks      [--count 100000] [--claim-batch 100] [--failing PERCENT] [--store sqlite|mysql] [--fsync full] [--doorbell inproc|redis|rabbitmq]
                           [--transport none|redis|rabbitmq] [--aof everysec|always] [--json]   tasks that do nothing: enqueued in transactions of 1,000, then
                           drained. With --latency: one at a time on an idle system; with a doorbell of a broker whoever enqueues is apart from the workers
        ./bench tasks      --step 10x [--rate 50] [--store sqlite|mysql] [--json]   so many tasks a second of 20 ms and a small write, then ten times as many,
                           then as before: how the pool follows
        ./bench tasks      --peers [--count 30000] [--runs 5] [--json]   tasks that do nothing, one at a time by 50 handlers: RQ, Celery, BullMQ and ours
        ./bench startup    [--native] [--runs 5] [--json]   how soon the server answers and how much memory it takes when idle; with --native of the programs
                           of a release, and how long the native command line takes for one 'dirac job list'
        ./bench pilot      [--runs 5] [--json]   how large the native pilot is, and how soon after its exec it has its first job
        ./bench soak-server-kills | soak-pilot-kills [--jobs N] [--kills N]   the durability tests at length
          --data DIR   keep server data and logs here (default: a temporary folder, removed at the end)
        """;

    /// <summary>Which benchmark.</summary>
    public required string Name { get; init; }

    /// <summary>How many jobs are measured; null means the benchmark's default.</summary>
    public int? Jobs { get; init; }

    /// <summary>How many status updates are measured; null means the benchmark's default.</summary>
    public int? Updates { get; init; }

    /// <summary>How many files' metadata are encoded.</summary>
    public int Files { get; init; } = 178_000;

    /// <summary>Processors the pilot offers.</summary>
    public int Slots { get; init; } = 2;

    /// <summary>Jobs in one submission.</summary>
    public int Batch { get; init; } = 100;

    /// <summary>Clients at once; null means the benchmark's default.</summary>
    public int? Clients { get; init; }

    /// <summary>Sites in the configuration.</summary>
    public int Sites { get; init; } = 200;

    /// <summary>Computing elements that are simulated.</summary>
    public int Ces { get; init; } = 200;

    /// <summary>Pilots on all of them.</summary>
    public int Pilots { get; init; } = 10_000;

    /// <summary>Whether the programs of a release are measured.</summary>
    public bool Native { get; init; }

    /// <summary>Repetitions of what is measured once per run.</summary>
    public int Runs { get; init; } = 5;

    /// <summary>How many tasks are measured; null means the benchmark's default.</summary>
    public int? Count { get; init; }

    /// <summary>Most tasks that a handler is given at once.</summary>
    public int TaskBatch { get; init; } = 100;

    /// <summary>How many tasks in a hundred fail in their first attempt.</summary>
    public int Failing { get; init; }

    /// <summary>Whether the time of single tasks is measured and not their rate.</summary>
    public bool Latency { get; init; }

    /// <summary>What wakes the workers.</summary>
    public DoorbellKind Doorbell { get; init; }

    /// <summary>What carries tasks to them.</summary>
    public TransportKind Transport { get; init; }

    /// <summary>When Redis flushes what it writes.</summary>
    public string Aof { get; init; } = "everysec";

    /// <summary>By how much the load is multiplied for a while; 0: that is not measured.</summary>
    public int Step { get; init; }

    /// <summary>Tasks a second before that.</summary>
    public int Rate { get; init; } = 50;

    /// <summary>Whether other task systems are measured too.</summary>
    public bool Peers { get; init; }

    /// <summary>Folder of servers' data; null means a temporary one.</summary>
    public string? Data { get; init; }

    /// <summary>What a legacy service is called over: dips, or https on kept connections.</summary>
    public string Protocol { get; init; } = "dips";

    /// <summary>How a batch system is reached: ssh, or null for this machine's own.</summary>
    public string? Through { get; init; }

    /// <summary>Whether a line of JSON follows the text for people.</summary>
    public bool Json { get; init; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="ArgumentException">One is unknown, lacks its value or has a wrong one.</exception>
    public static BenchmarkOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchmarkOptions { Name = arguments.Count > 0 ? arguments[0] : throw new ArgumentException("Which benchmark?") };
        for (var index = 1; index < arguments.Count; index++)
        {
            options = arguments[index] switch
            {
                "--json" => options with { Json = true },
                "--jobs" => options with { Jobs = Number(arguments, ref index) },
                "--updates" => options with { Updates = Number(arguments, ref index) },
                "--files" => options with { Files = Number(arguments, ref index) },
                "--clients" => options with { Clients = Number(arguments, ref index) },
                "--slots" => options with { Slots = Number(arguments, ref index) },
                "--batch" => options with { Batch = Number(arguments, ref index) },
                "--sites" => options with { Sites = Number(arguments, ref index) },
                "--ces" => options with { Ces = Number(arguments, ref index) },
                "--pilots" => options with { Pilots = Number(arguments, ref index) },
                "--count" => options with { Count = Number(arguments, ref index) },
                "--claim-batch" => options with { TaskBatch = Number(arguments, ref index) },
                "--failing" => options with { Failing = Number(arguments, ref index) },
                "--step" => options with { Step = Times(arguments, ref index) },
                "--rate" => options with { Rate = Number(arguments, ref index) },
                "--peers" => options with { Peers = true },
                "--latency" => options with { Latency = true },
                "--native" => options with { Native = true },
                // Every commit waits for the disk: the words say what is measured.
                "--fsync" => Only(options, "full", arguments, ref index),
                "--doorbell" => options with { Doorbell = Value(arguments, ref index) is var bell && bell == "inproc" ? DoorbellKind.InProcess : Known<DoorbellKind>("--doorbell", bell) },
                "--transport" => options with { Transport = Known<TransportKind>("--transport", Value(arguments, ref index)) },
                "--aof" => options with { Aof = Value(arguments, ref index) },
                "--runs" => options with { Runs = Number(arguments, ref index) },
                "--protocol" => options with { Protocol = Value(arguments, ref index) is var name && name is "dips" or "https" ? name : throw new ArgumentException("--protocol is dips or https.") },
                "--through" => options with { Through = Value(arguments, ref index) is "ssh" ? "ssh" : throw new ArgumentException("--through is ssh.") },
                // https connections are always kept, those of dips never.
                "--keep-alive" => options,
                "--data" => options with { Data = Path.GetFullPath(Value(arguments, ref index)) },
                var unknown => throw new ArgumentException($"'{unknown}' is not an option."),
            };
        }

        return options;
    }

    private static BenchmarkOptions Only(BenchmarkOptions options, string word, IReadOnlyList<string> arguments, ref int index)
    {
        var name = arguments[index];
        return Value(arguments, ref index) == word ? options : throw new ArgumentException($"{name} is {word}; there is nothing else yet.");
    }

    private static T Known<T>(string name, string value)
        where T : struct, Enum =>
        Enum.TryParse<T>(value, ignoreCase: true, out var known) ? known : throw new ArgumentException($"{name} is not {value}.");

    private static int Number(IReadOnlyList<string> arguments, ref int index)
    {
        var name = arguments[index];
        return int.TryParse(Value(arguments, ref index), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new ArgumentException($"{name} needs a number of at least 1.");
    }

    private static int Times(IReadOnlyList<string> arguments, ref int index) =>
        Value(arguments, ref index) is [.. var digits, 'x'] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 1
            ? number
            : throw new ArgumentException("--step is how many times the load, such as 10x.");

    private static string Value(IReadOnlyList<string> arguments, ref int index) =>
        index + 1 < arguments.Count ? arguments[++index] : throw new ArgumentException($"{arguments[index]} needs a value.");
}
