using System.Text.RegularExpressions;
using Dirac.Model.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dirac.Hosting.Requests;

/// <summary>Says in our users' words which value of the query or the path the framework could not read; names of types stay here.</summary>
internal static partial class QueryProblems
{
    private const int MostShown = 100;

    /// <summary>The problem; null when the request failed over something else.</summary>
    /// <param name="failure">What the framework said.</param>
    /// <param name="path">The values of the path.</param>
    public static ValidationProblem? Describe(BadHttpRequestException failure, RouteValueDictionary path)
    {
        if (NotRead().Match(failure.Message) is { Success: true } unreadable)
        {
            var (name, given) = (unreadable.Groups["name"].Value, unreadable.Groups["given"].Value);
            return Unreadable(path.ContainsKey(name) ? "path" : "query", name, Kind(unreadable.Groups["type"].Value), given);
        }

        return Absent().Match(failure.Message) is { Success: true } absent
            ? new("missing", ["query", absent.Groups["name"].Value], $"Required and not given: {absent.Groups["name"].Value}.")
            : null;
    }

    /// <summary>A value that is there and means nothing.</summary>
    /// <param name="place">Where it is: query or path.</param>
    /// <param name="name">Its name.</param>
    /// <param name="kind">What it is to be.</param>
    /// <param name="given">What it says; shown shortened.</param>
    public static ValidationProblem Unreadable(string place, string name, string kind, string given) =>
        new("type_error", [place, name], $"{name} cannot be read: it is {kind}.", given.Length <= MostShown ? given : given[..MostShown]);

    private static string Kind(string type) => type switch
    {
        "bool" => "true or false",
        "int" or "long" => "a whole number",
        _ => "of another form",
    };

    [GeneratedRegex("""^Failed to bind parameter "(?<type>\S+) (?<name>\w+)" from "(?<given>.*)"\.$""", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex NotRead();

    [GeneratedRegex("""^Required parameter "\S+ (?<name>\w+)" was not provided""", RegexOptions.CultureInvariant)]
    private static partial Regex Absent();
}
