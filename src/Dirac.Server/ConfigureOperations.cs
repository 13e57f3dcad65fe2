using Dirac.Hosting.Configuration;
using Dirac.Workload.Jobs.Operations;
using Microsoft.Extensions.Options;

namespace Dirac.Server;

/// <summary>Feeds <see cref="OperationOptions"/> from the section <c>/Systems/WorkloadManagement/Workload</c> of the configuration.</summary>
internal sealed class ConfigureOperations(IConfigurationSnapshots snapshots) : IConfigureOptions<OperationOptions>
{
    private const string Section = "/Systems/WorkloadManagement/Workload";

    public void Configure(OperationOptions options)
    {
        var root = snapshots.Current.Root;
        options.DeleteUndoMinutes = root.GetNumber($"{Section}/{nameof(options.DeleteUndoMinutes)}", options.DeleteUndoMinutes);
        options.KeepOperationsDays = root.GetNumber($"{Section}/{nameof(options.KeepOperationsDays)}", options.KeepOperationsDays);
        options.OperationChunk = root.GetNumber($"{Section}/{nameof(options.OperationChunk)}", options.OperationChunk);
        options.MaxOperationsPerUser = root.GetNumber($"{Section}/{nameof(options.MaxOperationsPerUser)}", options.MaxOperationsPerUser);
    }
}
