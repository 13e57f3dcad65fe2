using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Api;

namespace Dirac.Cli.Pilots;

/// <summary>Names pilots for the commands that act on many: by stamp, or by filter.</summary>
internal sealed class PilotSelection
{
    private const int RowsPerPage = 10_000;

    private readonly Argument<string[]> _stamps = new("STAMP") { Description = "Stamps of pilots.", Arity = ArgumentArity.ZeroOrMore };
    private readonly PilotFilterOptions _filter = new();

    /// <summary>One pilot.</summary>
    public static Argument<string> One() => new("STAMP") { Description = "The pilot's stamp." };

    /// <summary>Adds the argument and options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Add(_stamps);
        _filter.AddTo(command);
    }

    /// <summary>Finds the pilots meant.</summary>
    /// <param name="session">The session.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="statuses">With a filter, only pilots in one of these.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="UsageException">No pilot is named, or both ways are used at once.</exception>
    public async Task<IReadOnlyList<string>> FindAsync(Session session, ParseResult parsed, IReadOnlyCollection<string> statuses, CancellationToken cancellationToken)
    {
        var stamps = parsed.GetValue(_stamps) ?? [];
        var conditions = _filter.Read(parsed, session.Host.Clock.GetUtcNow());
        if (stamps.Length > 0 && conditions.Count > 0) throw new UsageException("Stamps and filters are both given.", "Use one of them.");
        if (stamps.Length > 0) return [.. stamps.Distinct(StringComparer.Ordinal)];
        if (conditions.Count == 0) throw new UsageException("No pilots are named, and an empty filter would mean all of them.", "Give stamps, or a filter such as --site SITE or --status Running.");
        var request = new SearchRequest(["PilotStamp", "Status"], conditions, [new SortKey("PilotID", "asc")]);
        var found = new List<string>();
        for (var number = 1; ; number++)
        {
            var page = await session.Pilots.SearchAsync(request, number, RowsPerPage, cancellationToken);
            found.AddRange(page.Rows.Select(row => new SearchRow(row)).Where(row => statuses.Contains(row.Text("Status"))).Select(row => row.Text("PilotStamp")));
            if ((long)number * RowsPerPage >= page.Total) return found;
        }
    }
}
