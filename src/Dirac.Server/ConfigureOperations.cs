using System.Globalization;
using Dirac.Hosting.Configuration;
using Dirac.Model.Errors;
using Dirac.Workload.Jobs.Operations;
using Microsoft.Extensions.Options;

namespace Dirac.Server;

/// <summary>Feeds <see cref="OperationOptions"/> from the section <c>/Systems/WorkloadManagement/Workload</c> of the configuration.</summary>
internal sealed class ConfigureOperations(IConfigurationSnapshots snapshots) : IConfigureOptions<OperationOptions>
{
    private const string Section = "/Systems/WorkloadManagement/Workload";

    public void Configure(OperationOptions options)
    {
        options.DeleteUndoMinutes = Read(nameof(options.DeleteUndoMinutes), options.DeleteUndoMinutes);
        options.KeepOperationsDays = Read(nameof(options.KeepOperationsDays), options.KeepOperationsDays);
        options.OperationChunk = Read(nameof(options.OperationChunk), options.OperationChunk);
        options.MaxOperationsPerUser = Read(nameof(options.MaxOperationsPerUser), options.MaxOperationsPerUser);
    }

    private int Read(string name, int usual)
    {
        if (snapshots.Current.Root.GetOption($"{Section}/{name}") is not { Length: > 0 } text) return usual;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new DiracException(ErrorCode.BadConfiguration, $"{Section}/{name} = {text} is not a whole number.", "Mend the configuration and start again.");
    }
}
