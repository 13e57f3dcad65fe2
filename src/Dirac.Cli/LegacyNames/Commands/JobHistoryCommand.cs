using System.Globalization;
using Dirac.Cli.LegacyNames.Options;
using Dirac.Model.Api;

namespace Dirac.Cli.LegacyNames.Commands;

/// <summary><c>dirac-wms-job-logging-info</c>.</summary>
internal static class JobHistoryCommand
{
    private static readonly string[] Fields = ["Source", "Status", "MinorStatus", "ApplicationStatus", "DateTime"];

    /// <summary>Makes the command.</summary>
    public static ILegacyCommand Create() => new EachJobCommand(new LegacySyntax("dirac-wms-job-logging-info", "Show the history of jobs"), ShowAsync);

    /// <summary>A job's history.</summary>
    /// <param name="call">Where to ask.</param>
    /// <param name="id">The job.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="LegacyException">There is none.</exception>
    public static async Task<IReadOnlyList<LoggingRecord>> ReadAsync(LegacyCall call, long id, CancellationToken cancellationToken) =>
        await call.Server.HistoryAsync(id, cancellationToken) is { Count: > 0 } records ? records : throw new LegacyException($"No Logging information for job {id}");

    /// <summary>When a change was made.</summary>
    /// <param name="record">The change.</param>
    public static string Time(LoggingRecord record) => record.StatusTime.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static async Task ShowAsync(LegacyCall call, string job, CancellationToken cancellationToken)
    {
        var id = LegacyIds.ReadOne(call, job);
        try
        {
            var records = await ReadAsync(call, id, cancellationToken);
            call.Print(DiracTable.Write(Fields, [.. records.Select(record => (string[])[record.Source, record.Status, record.MinorStatus, record.ApplicationStatus, Time(record)])]));
        }
        catch (LegacyException)
        {
            call.Print($"Could not retrieve logging information for job {id}");
            throw;
        }
    }
}
