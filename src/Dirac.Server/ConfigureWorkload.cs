using System.Globalization;
using Dirac.Hosting.Configuration;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
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
        options.MaxJobsPerSubmission = Read(root, nameof(options.MaxJobsPerSubmission), options.MaxJobsPerSubmission);
        options.LeaseSeconds = Read(root, nameof(options.LeaseSeconds), options.LeaseSeconds);
        options.LeaseGraceSeconds = Read(root, nameof(options.LeaseGraceSeconds), options.LeaseGraceSeconds);
        options.MaxRescheduling = Read(root, nameof(options.MaxRescheduling), options.MaxRescheduling);
        options.MaxInfrastructureFailures = Read(root, nameof(options.MaxInfrastructureFailures), options.MaxInfrastructureFailures);
        options.MaxJobsPerTaskQueue = Read(root, nameof(options.MaxJobsPerTaskQueue), options.MaxJobsPerTaskQueue);
        options.MaxSandboxBytes = Read(root, nameof(options.MaxSandboxBytes), options.MaxSandboxBytes);
        options.SandboxUrlSeconds = Read(root, nameof(options.SandboxUrlSeconds), options.SandboxUrlSeconds);
        options.UnassignedSandboxDays = Read(root, nameof(options.UnassignedSandboxDays), options.UnassignedSandboxDays);
        options.RescueIntervalSeconds = Read(root, nameof(options.RescueIntervalSeconds), options.RescueIntervalSeconds);
        options.RescueStartDelaySeconds = Read(root, nameof(options.RescueStartDelaySeconds), options.RescueStartDelaySeconds);
        options.RequeueIntervalSeconds = Read(root, nameof(options.RequeueIntervalSeconds), options.RequeueIntervalSeconds);
        options.UnqueuedSeconds = Read(root, nameof(options.UnqueuedSeconds), options.UnqueuedSeconds);
        options.StalledTimeCycles = Read(root, nameof(options.StalledTimeCycles), options.StalledTimeCycles);
        options.JobCountsIntervalSeconds = Read(root, nameof(options.JobCountsIntervalSeconds), options.JobCountsIntervalSeconds);
        options.FailedTimeCycles = Read(root, nameof(options.FailedTimeCycles), options.FailedTimeCycles);
    }

    private static T Read<T>(CfgSection root, string name, T usual)
        where T : IParsable<T>
    {
        if (root.GetOption($"{Section}/{name}") is not { Length: > 0 } text) return usual;
        return T.TryParse(text, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new DiracException(ErrorCode.BadConfiguration, $"{Section}/{name} = {text} is not a number.", "Mend the configuration and start again.");
    }
}
