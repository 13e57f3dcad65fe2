using Dirac.Cli.LegacyNames.Options;
using Dirac.Cli.LegacyNames.Python;

namespace Dirac.Cli.LegacyNames.Commands;

/// <summary><c>dlogging</c>.</summary>
internal sealed class LoggingCommand : ILegacyCommand
{
    private static readonly string[] Fields = ["Status", "MinorStatus", "ApplicationStatus", "Time", "Source"];

    /// <inheritdoc/>
    public LegacySyntax Syntax { get; } = new("dlogging", "Show the history of jobs")
    {
        Switches = [new("f", "Fmt", "pretty, csv or json")],
        Arguments = [new("JobID", "Numbers of jobs")],
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(LegacyCall call, CancellationToken cancellationToken)
    {
        var errors = new List<string>();
        foreach (var job in call.Line.Arguments)
        {
            var id = ReadNumber(job);
            try
            {
                var records = await JobHistoryCommand.ReadAsync(call, id, cancellationToken);
                var rows = records.Select(record => (PythonValue[])[record.Status, record.MinorStatus, record.ApplicationStatus, JobHistoryCommand.Time(record), record.Source]);
                var sorted = rows.OrderBy(row => PythonText.Str(row[3]), StringComparer.Ordinal).ToList();
                call.Print(LegacyFormat.Write(call.Line.Value("Fmt") ?? "pretty", Fields, sorted));
            }
            catch (LegacyException error)
            {
                errors.Add(error.Message);
            }
        }

        foreach (var error in errors) call.Print(error);
        return errors.Count == 0 ? 0 : 2;
    }

    private static long ReadNumber(string job)
    {
        try
        {
            return LegacyIds.Read(job);
        }
        catch (LegacyException error)
        {
            throw new LegacyCrashException(error.Message);
        }
    }
}
