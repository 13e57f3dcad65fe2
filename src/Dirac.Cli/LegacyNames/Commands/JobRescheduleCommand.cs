using Dirac.Cli.LegacyNames.Options;

namespace Dirac.Cli.LegacyNames.Commands;

/// <summary><c>dirac-wms-job-reschedule</c>.</summary>
internal sealed class JobRescheduleCommand : ILegacyCommand
{
    /// <inheritdoc/>
    public LegacySyntax Syntax { get; } = new("dirac-wms-job-reschedule", "Put jobs back to the start, to run again")
    {
        Arguments = [new("JobID", "Numbers of jobs")],
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(LegacyCall call, CancellationToken cancellationToken)
    {
        try
        {
            var ids = LegacyIds.ReadMany(call, LegacyIds.Split(call.Line.Arguments));
            call.Print($"Rescheduled job {string.Join(',', await LegacyChanges.RescheduleAsync(call, ids, cancellationToken))}");
            return 0;
        }
        catch (LegacyException error)
        {
            // compat: DIRAC's script ends with a traceback when anything at all goes wrong.
            throw new LegacyCrashException(error.Message);
        }
    }
}
