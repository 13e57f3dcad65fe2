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
        if (Unreadable().Match(failure.Message) is { Success: true } unreadable)
        {
            var (name, given) = (unreadable.Groups["name"].Value, unreadable.Groups["given"].Value);
            return new("type_error", [path.ContainsKey(name) ? "path" : "query", name], $"{name} cannot be read: it is {Kind(unreadable.Groups["type"].Value)}.", given.Length <= MostShown ? given : given[..MostShown]);
        }

        return Absent().Match(failure.Message) is { Success: true } absent
            ? new("missing", ["query", absent.Groups["name"].Value], $"Required and not given: {absent.Groups["name"].Value}.")
            : null;
    }

    private static string Kind(string type) => type switch
    {
        "bool" or "Nullable<bool>" or "YesNo" or "Nullable<YesNo>" => "true or false",
        "int" or "Nullable<int>" or "long" or "Nullable<long>" => "a whole number",
        _ => "of another form",
    };

    [GeneratedRegex("""^Failed to bind parameter "(?<type>\S+) (?<name>\w+)" from "(?<given>.*)"\.$""", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Unreadable();

    [GeneratedRegex("""^Required parameter "\S+ (?<name>\w+)" was not provided""", RegexOptions.CultureInvariant)]
    private static partial Regex Absent();
}
