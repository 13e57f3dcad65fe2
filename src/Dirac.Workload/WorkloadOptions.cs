using System.ComponentModel.DataAnnotations;

namespace Dirac.Workload;

/// <summary>What an installation decides about its workload. Every value has a default that suits one machine.</summary>
public sealed class WorkloadOptions
{
    /// <summary>Jobs accepted in one submission, parametric expansion included. Default 100,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxJobsPerSubmission { get; set; } = 100_000;

    /// <summary>How long an attempt goes on without a word from its pilot, seconds. A pilot kills the payload itself when this has passed. Default 300.</summary>
    [Range(2, 86_400)]
    public int LeaseSeconds { get; set; } = 300;

    /// <summary>How long after the end of a lease the server waits before it gives the job to another pilot, seconds: time for the last kill. Default 15.</summary>
    [Range(0, 3_600)]
    public int LeaseGraceSeconds { get; set; } = 15;

    /// <summary>How often a job may be rescheduled by its owner or by the wrapper. Default 3.</summary>
    [Range(0, 100)]
    public int MaxRescheduling { get; set; } = 3;

    /// <summary>How often a job is run again because pilots or nodes died, which is not counted as rescheduling. Default 20.</summary>
    [Range(0, 1_000)]
    public int MaxInfrastructureFailures { get; set; } = 20;

    /// <summary>Jobs in one task queue (DIRAC: 5000).</summary>
    [Range(1, 1_000_000)]
    public int MaxJobsPerTaskQueue { get; set; } = 5_000;

    /// <summary>Largest sandbox accepted, bytes. Default 100 MiB.</summary>
    [Range(1, long.MaxValue)]
    public long MaxSandboxBytes { get; set; } = 100L << 20;

    /// <summary>For how long the address of a sandbox is good, seconds. Default 300.</summary>
    [Range(10, 86_400)]
    public int SandboxUrlSeconds { get; set; } = 300;

    /// <summary>Age after which a sandbox that belongs to no job is removed, days. Default 15.</summary>
    [Range(0d, 99_999d)]
    public double UnassignedSandboxDays { get; set; } = 15;

    /// <summary>Directory that holds the sandboxes; the server puts it under its data directory.</summary>
    [Required]
    public string SandboxDirectory { get; set; } = "sandboxes";

    /// <summary>How often stalled jobs are looked for, seconds. Default 60 (DIRAC: 3600, since its agent is the only safety net it has).</summary>
    [Range(1, 86_400)]
    public int RescueIntervalSeconds { get; set; } = 60;

    /// <summary>StalledJobAgent's StalledTimeHours, which are cycles of 1800 s; half a cycle is added. Default 2 (75 minutes).</summary>
    [Range(0, 1_000)]
    public double StalledTimeCycles { get; set; } = 2;

    /// <summary>StalledJobAgent's FailedTimeHours, in the same cycles. Default 6 (3 h 15).</summary>
    [Range(0, 1_000)]
    public double FailedTimeCycles { get; set; } = 6;

    /// <summary>How long a Waiting job may be missing from the task queues before it is put back, seconds. Default 60.</summary>
    [Range(1, 86_400)]
    public int UnqueuedSeconds { get; set; } = 60;

    /// <summary>How often Waiting jobs missing from the task queues are looked for, seconds. Default 30.</summary>
    [Range(1, 86_400)]
    public int RequeueIntervalSeconds { get; set; } = 30;

    /// <summary>Rescue starts this long after the server, seconds: pilots that finished while it was away get to say so first. Default 20.</summary>
    [Range(0, 86_400)]
    public int RescueStartDelaySeconds { get; set; } = 20;

    /// <summary>How often the numbers of jobs are compared with the jobs, seconds: others may change jobs without counting. Default 600.</summary>
    [Range(1, 604_800)]
    public int JobCountsIntervalSeconds { get; set; } = 600;
}
