using System.Text;
using Dirac.Cli.LegacyNames.Options;
using Dirac.Cli.LegacyNames.Python;

namespace Dirac.Cli.LegacyNames.Commands;

/// <summary><c>dirac-wms-job-status</c>.</summary>
internal sealed class JobStatusCommand : ILegacyCommand
{
    private static readonly string[] States = ["Status", "MinorStatus", "ApplicationStatus"];

    /// <inheritdoc/>
    public LegacySyntax Syntax { get; } = new("dirac-wms-job-status", "Show the status of jobs, a line for each")
    {
        Switches = [LegacyJobChoice.File, LegacyJobChoice.JobGroup],
        Arguments = [new("JobID", "Numbers of jobs", Required: false)],
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(LegacyCall call, CancellationToken cancellationToken)
    {
        List<string> jobs;
        try
        {
            jobs = await LegacyJobChoice.ReadAsync(call, group => LegacySelection.OfGroup(group, call.Today).FindAloudAsync(call, cancellationToken));
        }
        catch (LegacyException error)
        {
            call.Print($"Error: {error.Message}");
            return 255;
        }

        if (call.Line.Arguments.Count == 0 && jobs.Count == 0) return call.ShowHelp(1);
        jobs.AddRange(LegacyIds.Split(call.Line.Arguments));
        try
        {
            await PrintAsync(call, LegacyIds.ReadMany(call, jobs), cancellationToken);
            return 0;
        }
        catch (LegacyException error)
        {
            call.Print($"ERROR: {error.Message}");
            return 2;
        }
    }

    private static async Task PrintAsync(LegacyCall call, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        SortedDictionary<long, PythonDict> rows;
        try
        {
            rows = await call.Server.AttributesAsync(ids, [.. States, "Site"], cancellationToken);
        }
        catch (LegacyException)
        {
            call.Print("Could not obtain job status information");
            throw;
        }

        foreach (var (id, row) in rows)
        {
            var line = new StringBuilder($"JobID={id} ");
            foreach (var name in States.Order(StringComparer.Ordinal).Append("Site")) line.Append($"{name}={Text(row, name)}; ");
            call.Print(line.ToString());
        }
    }

    private static string Text(PythonDict row, string name) => LegacyAttributes.Find(row, name) is { } value ? PythonText.Str(value) : "";
}
