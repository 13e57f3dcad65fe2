using Dirac.Model.Api;
using Dirac.Security.Identities;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Pilots.Records;

/// <summary>Keeps what a pilot printed (DIRAC's storePilotOutput); of a long text the end.</summary>
internal sealed class KeepPilotOutput(WorkloadDatabases databases, IOptions<PilotRecordsOptions> options)
{
    public Task RunAsync(Caller caller, string stamp, PilotOutput output, CancellationToken cancellationToken)
    {
        var (printed, complaints) = (Fit(output.StdOutput), Fit(output.StdError));
        return databases.Pilots.WriteAsync(
            async (session, token) =>
            {
                var pilot = await PilotAccess.DemandAsync(session, caller, stamp, token);
                await PilotLogStore.SetOutputAsync(session, pilot.PilotID, printed, complaints, token);
            },
            cancellationToken);
    }

    private string Fit(string text) => ColumnText.Fit(LogText.Tail(text, options.Value.MaxOutputCharacters), int.MaxValue);
}
