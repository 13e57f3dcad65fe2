using Dirac.Model.Api;

namespace Dirac.Hosting.Requests;

/// <summary>Checks of a request whose types are right: what is wrong with it is looked for in all its parts, and one reply names it.</summary>
public static class Validation
{
    private const int MostTold = 100;
    private const int MostShown = 100;

    /// <summary>Refuses a request with which something is wrong.</summary>
    /// <param name="problems">What is wrong; no more of it is looked for than a person reads.</param>
    /// <exception cref="InvalidRequestException">There is a problem: 422.</exception>
    public static void Demand(IEnumerable<ValidationProblem> problems)
    {
        ValidationProblem[] found = [.. problems.Take(MostTold)];
        if (found.Length > 0)
            throw new InvalidRequestException(found);
    }

    /// <summary>A value that cannot be taken.</summary>
    /// <param name="message">One sentence for a person.</param>
    /// <param name="given">What was given; shown shortened.</param>
    /// <param name="place">Where: body, query or path, then member names and indexes.</param>
    public static ValidationProblem Wrong(string message, string? given, params IReadOnlyList<PlacePart> place) =>
        new("value_error", place, message, given is { Length: > MostShown } ? given[..MostShown] : given);

    /// <summary>A value that has to be there.</summary>
    /// <param name="place">Where it would be.</param>
    public static ValidationProblem Missing(params IReadOnlyList<PlacePart> place) => new("missing", place, $"Required and not given: {place[^1]}.");

    /// <summary>The holes of a list: the JSON reader lets null through among the elements.</summary>
    /// <param name="list">The list; null when it was left out.</param>
    /// <param name="place">Where it is.</param>
    public static IEnumerable<ValidationProblem> Holes<T>(IReadOnlyList<T>? list, params IReadOnlyList<PlacePart> place)
        where T : class => (list ?? []).Index().Where(element => element.Item is null).Select(element => Hole(place, element.Index));

    /// <summary>The holes of a map: keys without a value.</summary>
    /// <param name="map">The map.</param>
    /// <param name="place">Where it is.</param>
    public static IEnumerable<ValidationProblem> Holes<TKey, T>(IReadOnlyDictionary<TKey, T> map, params IReadOnlyList<PlacePart> place)
        where TKey : notnull
        where T : class => map.Where(pair => pair.Value is null).Select(pair => Hole(place, $"{pair.Key}"));

    private static ValidationProblem Hole(IReadOnlyList<PlacePart> place, PlacePart last) => new("type_error", [.. place, last], "There is null where a value is needed.");
}
