using Dirac.Cli.LegacyNames.Options;

namespace Dirac.Cli.LegacyNames.Commands;

/// <summary><c>dirac-wms-job-delete</c>.</summary>
internal sealed class JobDeleteCommand : ILegacyCommand
{
    /// <inheritdoc/>
    public LegacySyntax Syntax { get; } = new("dirac-wms-job-delete", "Delete jobs; those that run are killed")
    {
        Switches = [LegacyJobChoice.File, LegacyJobChoice.JobGroup],
        Arguments = [new("JobID", "Numbers of jobs", Required: false)],
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(LegacyCall call, CancellationToken cancellationToken)
    {
        var jobs = await LegacyJobChoice.ReadAsync(call, group => LegacySelection.OfGroup(group, call.Today).FindOrNoneAsync(call, cancellationToken));
        jobs.AddRange(LegacyIds.Split(call.Line.Arguments));
        if (jobs.Count == 0)
        {
            call.Print("Warning: no jobs selected");
            return call.ShowHelp(0);
        }

        try
        {
            call.Print($"Deleted jobs {string.Join(',', await LegacyChanges.DeleteAsync(call, LegacyIds.ReadMany(call, jobs), cancellationToken))}");
            return 0;
        }
        catch (LegacyException error)
        {
            call.Print(error.Message);
            return 2;
        }
    }
}
