using Dirac.Cli.LegacyNames.Options;

namespace Dirac.Cli.LegacyNames.Commands;

/// <summary>A command that shows something of each job, one after the other, and lists what failed at the end.</summary>
/// <param name="syntax">Its name and options; the words are numbers of jobs.</param>
/// <param name="showAsync">Shows one job.</param>
internal sealed class EachJobCommand(LegacySyntax syntax, Func<LegacyCall, string, CancellationToken, Task> showAsync) : ILegacyCommand
{
    /// <inheritdoc/>
    public LegacySyntax Syntax { get; } = syntax with { Arguments = [new("JobID", "Numbers of jobs")] };

    /// <summary>Writes what failed.</summary>
    public Func<LegacyCall, IReadOnlyCollection<(string About, string Reason)>, int> Report { get; init; } = static (call, errors) => call.Report(errors);

    /// <inheritdoc/>
    public async Task<int> RunAsync(LegacyCall call, CancellationToken cancellationToken)
    {
        var errors = new List<(string, string)>();
        foreach (var job in LegacyIds.Split(call.Line.Arguments))
        {
            try
            {
                await showAsync(call, job, cancellationToken);
            }
            catch (LegacyException error)
            {
                errors.Add((job, error.Message));
            }
        }

        return Report(call, errors);
    }
}
