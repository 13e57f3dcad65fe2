using Dirac.Cli.LegacyNames.Options;

namespace Dirac.Cli.LegacyNames.Commands;

/// <summary><c>dirac-wms-job-kill</c>.</summary>
internal sealed class JobKillCommand : ILegacyCommand
{
    /// <inheritdoc/>
    public LegacySyntax Syntax { get; } = new("dirac-wms-job-kill", "End jobs that have not ended")
    {
        Arguments = [new("JobID", "Numbers of jobs")],
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(LegacyCall call, CancellationToken cancellationToken)
    {
        try
        {
            var ids = LegacyIds.ReadMany(call, LegacyIds.Split(call.Line.Arguments));
            call.Print($"Killed jobs {string.Join(',', await LegacyChanges.KillAsync(call, ids, cancellationToken))}");
            return 0;
        }
        catch (LegacyException error)
        {
            call.Print($"ERROR {error.Message}");
            return 2;
        }
    }
}
