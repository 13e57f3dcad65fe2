using Dirac.Model.Api;

namespace Dirac.Cli.Jobs;

/// <summary>Which jobs a command line means: numbers, or a filter.</summary>
/// <param name="Ids">The numbers, ascending; null when there is a filter.</param>
/// <param name="Filter">The filter.</param>
internal sealed record JobChoice(IReadOnlyList<long>? Ids, JobFilter Filter)
{
    private const int IdsPerSearch = 5_000;

    /// <summary>The choice as conditions of searches, which together find all its jobs, each once.</summary>
    public IEnumerable<IReadOnlyList<SearchCondition>> ToSearches() =>
        Ids is null ? [Filter.ToConditions()] : Ids.Chunk(IdsPerSearch).Select(IReadOnlyList<SearchCondition> (chunk) => [JobSearch.OneOf(chunk)]);

    /// <summary>The choice as a request to change its jobs.</summary>
    /// <param name="verb">What to do.</param>
    /// <param name="note">Why; null says nothing.</param>
    public JobOperationRequest ToRequest(string verb, string? note) => new(verb, Ids is null ? Filter.ToConditions() : null, Ids, note);
}
