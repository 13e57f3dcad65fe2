using Dirac.Hosting.Configuration;
using Dirac.Workload;
using Microsoft.Extensions.Options;

namespace Dirac.Server;

/// <summary>Feeds <see cref="WorkloadOptions"/> from the section <c>/Systems/WorkloadManagement/Workload</c> of the configuration.</summary>
internal sealed class ConfigureWorkload(IConfigurationSnapshots snapshots) : IConfigureOptions<WorkloadOptions>
{
    private const string Section = "/Systems/WorkloadManagement/Workload";

    public void Configure(WorkloadOptions options)
    {
        var root = snapshots.Current.Root;
        options.MaxJobsPerSubmission = root.GetNumber($"{Section}/{nameof(options.MaxJobsPerSubmission)}", options.MaxJobsPerSubmission);
        options.LeaseSeconds = root.GetNumber($"{Section}/{nameof(options.LeaseSeconds)}", options.LeaseSeconds);
        options.LeaseGraceSeconds = root.GetNumber($"{Section}/{nameof(options.LeaseGraceSeconds)}", options.LeaseGraceSeconds);
        options.MaxRescheduling = root.GetNumber($"{Section}/{nameof(options.MaxRescheduling)}", options.MaxRescheduling);
        options.MaxInfrastructureFailures = root.GetNumber($"{Section}/{nameof(options.MaxInfrastructureFailures)}", options.MaxInfrastructureFailures);
        options.MaxJobsPerTaskQueue = root.GetNumber($"{Section}/{nameof(options.MaxJobsPerTaskQueue)}", options.MaxJobsPerTaskQueue);
        options.MaxSandboxBytes = root.GetNumber($"{Section}/{nameof(options.MaxSandboxBytes)}", options.MaxSandboxBytes);
        options.SandboxUrlSeconds = root.GetNumber($"{Section}/{nameof(options.SandboxUrlSeconds)}", options.SandboxUrlSeconds);
        options.UnassignedSandboxDays = root.GetNumber($"{Section}/{nameof(options.UnassignedSandboxDays)}", options.UnassignedSandboxDays);
        options.RescueIntervalSeconds = root.GetNumber($"{Section}/{nameof(options.RescueIntervalSeconds)}", options.RescueIntervalSeconds);
        options.RescueStartDelaySeconds = root.GetNumber($"{Section}/{nameof(options.RescueStartDelaySeconds)}", options.RescueStartDelaySeconds);
        options.RequeueIntervalSeconds = root.GetNumber($"{Section}/{nameof(options.RequeueIntervalSeconds)}", options.RequeueIntervalSeconds);
        options.UnqueuedSeconds = root.GetNumber($"{Section}/{nameof(options.UnqueuedSeconds)}", options.UnqueuedSeconds);
        options.StalledTimeCycles = root.GetNumber($"{Section}/{nameof(options.StalledTimeCycles)}", options.StalledTimeCycles);
        options.JobCountsIntervalSeconds = root.GetNumber($"{Section}/{nameof(options.JobCountsIntervalSeconds)}", options.JobCountsIntervalSeconds);
        options.FailedTimeCycles = root.GetNumber($"{Section}/{nameof(options.FailedTimeCycles)}", options.FailedTimeCycles);
    }
}
