using Dirac.Client.Http;
using Dirac.Pilot.Containers;
using Dirac.Pilot.Payloads;

namespace Dirac.Pilot;

/// <summary>What a pilot is told when it is started. Nothing in it is secret.</summary>
internal sealed record PilotOptions
{
    /// <summary>The server's address.</summary>
    public required Uri Url { get; init; }

    /// <summary>PEM file with the authority of the server's certificate; null trusts the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>How the server is called when its address cannot be reached from here; null calls the address.</summary>
    public ServerPassage? Through { get; init; }

    /// <summary>The pilot's own name, 1 to 32 characters.</summary>
    public required string Stamp { get; init; }

    /// <summary>The site it runs at.</summary>
    public required string Site { get; init; }

    /// <summary>The computing element it runs on.</summary>
    public required string ComputingElement { get; init; }

    /// <summary>The queue it runs in; null when the computing element has none.</summary>
    public string? Queue { get; init; }

    /// <summary>Processors to fill; null takes those of the batch system's slot, or of the machine.</summary>
    public int? Processors { get; init; }

    /// <summary>Memory to share out, MB, 0 offers none beyond what any job needs; null takes the limit of the batch system's slot or control group.</summary>
    public long? RamMegabytes { get; init; }

    /// <summary>GPUs to share out; null takes those of the batch system's slot, or of the machine.</summary>
    public int? Gpus { get; init; }

    /// <summary>Which programs may run payloads in containers.</summary>
    public ContainerMode Containers { get; init; }

    /// <summary>Options for those programs, after our own.</summary>
    public IReadOnlyList<string> ContainerOptions { get; init; } = [];

    /// <summary>Least CPU time that must be left for another job, HS06 seconds. Default: DIRAC's MinimumTimeLeft.</summary>
    public long MinTimeLeft { get; init; } = 5_000;

    /// <summary>Normalised CPU time a job may ask for, HS06 seconds. Default: longer than DIRAC's longest segment.</summary>
    public long CpuTime { get; init; } = 2_000_000;

    /// <summary>Tags offered.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Tags a job must have.</summary>
    public IReadOnlyList<string> RequiredTags { get; init; } = [];

    /// <summary>Directory for jobs and the journal; one pilot at a time.</summary>
    public required string WorkDirectory { get; init; }

    /// <summary>Directories in which a Python DIRAC may be, for jobs of the Python API with modules of their own.</summary>
    public IReadOnlyList<string> DiracDirectories { get; init; } = [];

    /// <summary>Ends the pilot after this long without a job. Default: never.</summary>
    public TimeSpan IdleTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>
    /// How long a pilot that is about to end waits for the answer to its last request for a job, and one whose idle time is over for its server's first word.
    /// Default 300 s.
    /// </summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Ends the pilot after this many jobs; 0 means no limit.</summary>
    public int MaxJobs { get; init; }

    /// <summary>Time between two heartbeats of one job. Default 60 s.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the server may hold a request for a job or for commands. Default 20 s, at most 60 s.</summary>
    public TimeSpan MatchWait { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long running jobs may go on after SIGTERM. Default 30 s.</summary>
    public TimeSpan DrainGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time between SIGTERM and SIGKILL for a payload. Default 5 s.</summary>
    public TimeSpan KillGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Largest output sandbox, bytes. Default 10 MiB.</summary>
    public long MaxOutputSandboxBytes { get; init; } = 10 << 20;

    /// <summary>What the watchdog allows.</summary>
    public WatchdogLimits Limits { get; init; } = new();
}
