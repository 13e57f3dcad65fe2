using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Tasks;
using Dirac.Tasks.Administration;
using Microsoft.AspNetCore.Http;

namespace Dirac.Hosting.Tasks;

/// <summary>Reads which dead tasks a request means. What means all of them has to say so: a mistyped condition must not drop everything.</summary>
internal static class DeadTaskSelections
{
    private const int MostIds = 1_000;

    /// <exception cref="InvalidRequestException">It makes no sense: 422 with every problem.</exception>
    public static async Task<DeadTaskFilter> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var selection = await request.ReadJsonAsync(ModelJsonContext.Default.DeadTaskSelection, cancellationToken);
        Validation.Demand(Problems(selection));
        return new DeadTaskFilter
        {
            Name = selection.Name,
            Ids = selection.Ids,
            Reason = selection.Reason is { } reason ? Enum.Parse<DeathReason>(reason) : null,
            Since = selection.Since,
            Until = selection.Until,
        };
    }

    private static IEnumerable<ValidationProblem> Problems(DeadTaskSelection selection)
    {
        if (selection is { Name: null, Ids: null, Reason: null, Since: null, Until: null, All: false })
            yield return Wrong("all", "Give a condition, or all.");
        if (selection.Ids is { Count: 0 or > MostIds })
            yield return Wrong("ids", $"ids has 1 to {MostIds} numbers.");
        if (selection is { Ids: not null, Name: null })
            yield return Wrong("name", "Numbers need the name of their kind: each database counts by itself.");
        if (selection.Reason is { } reason && !Enum.GetNames<DeathReason>().Contains(reason))
            yield return Wrong("reason", $"reason is one of {string.Join(", ", Enum.GetNames<DeathReason>())}.");
        if (selection is { All: true } and not { Name: null, Ids: null, Reason: null, Since: null, Until: null })
            yield return Wrong("all", "all goes with no condition.");
    }

    private static ValidationProblem Wrong(string field, string message) => new("value_error", ["body", field], message);
}
