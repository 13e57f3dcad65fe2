using System.CommandLine;
using System.Text.Json;
using Dirac.Cli.Shell;
using Dirac.Model.Api;

namespace Dirac.Cli.Jobs;

/// <summary><c>dirac job values</c>: what stands in a column.</summary>
internal static class ListJobValues
{
    private const int MostPerPage = 10_000;

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var filter = new JobFilterOptions();
        var column = new Argument<string>("COLUMN") { CompletionSources = { JobWords.Complete }, Description = "The column: site, status, minor, application, type, group, owner, owner-group, name, …" };
        var command = new Command("values", "List the different values of a column among your jobs.") { column };
        filter.AddTo(command);
        return command.Does(host, async (session, parsed, cancellationToken) =>
        {
            var name = JobWords.Parse(parsed.GetValue(column)!);
            var conditions = (await filter.ReadOwnAsync(session, parsed, cancellationToken)).ToConditions();
            var request = new SearchRequest([name], conditions, [new SortKey(name, "asc")], Distinct: true);
            var found = await session.Jobs.SearchAsync(request, 1, MostPerPage, cancellationToken);
            IReadOnlyList<JsonElement> values = [.. found.Rows.Select(row => row.GetProperty(name))];
            if (session.Screen.Json) session.Screen.WriteJson(values, ModelJsonContext.Default.IReadOnlyListJsonElement);
            else foreach (var value in values) session.Screen.WriteLine(value.ValueKind == JsonValueKind.Null ? "" : value.ToString());
            if (found.Next is not null) session.Screen.Note($"There are more than {MostPerPage} values; narrow them with filters.");
            return ExitCodes.Ok;
        });
    }
}
