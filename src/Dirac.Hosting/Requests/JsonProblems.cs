using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dirac.Model.Api;

namespace Dirac.Hosting.Requests;

/// <summary>Says in our users' words what a JSON reader found wrong; names of our types stay here.</summary>
internal static partial class JsonProblems
{
    private const string MissingMark = "missing required properties including: ";
    private const string ExtraMark = "could not be mapped to any .NET member";

    /// <summary>Describes a failure.</summary>
    /// <param name="failure">What the reader said.</param>
    /// <param name="member">The member of the body that was read; none when it was the body itself.</param>
    public static ValidationProblem Describe(JsonException failure, params string[] member)
    {
        var place = Place(failure.Path, member);
        if (failure.InnerException is JsonException)
            return new("json_invalid", place, string.Create(CultureInfo.InvariantCulture, $"The body is not valid JSON: line {failure.LineNumber + 1}, byte {failure.BytePositionInLine + 1}."));
        if (failure.Message.StartsWith(UtcTimeConverter.Advice, StringComparison.Ordinal))
            return new("value_error", place, UtcTimeConverter.Advice);
        if (After(failure.Message, MissingMark) is { } missing)
            return new("missing", place, $"Required and not given: {missing.TrimEnd('.')}.");
        if (failure.Message.Contains(ExtraMark, StringComparison.Ordinal))
            return new("extra_forbidden", place, $"There is no {Quoted(failure.Message)} here.");
        return new("type_error", place, $"The value of {string.Join('.', place)} has the wrong type.");
    }

    /// <summary><c>$.search[0].operator</c> becomes body, search, 0, operator. A name with signs in it stands in brackets and quotes.</summary>
    private static IReadOnlyList<PlacePart> Place(string? path, string[] member) => ["body", .. member, .. Step().Matches(path ?? "$").Select(Part)];

    private static PlacePart Part(Match step) => step.Groups["index"] is { Success: true } index ? int.Parse(index.Value, CultureInfo.InvariantCulture) : step.Groups["name"].Value;

    private static string? After(string message, string mark)
    {
        var start = message.IndexOf(mark, StringComparison.Ordinal);
        if (start < 0)
            return null;
        var rest = message[(start + mark.Length)..];
        var end = rest.IndexOf(" Path:", StringComparison.Ordinal);
        return end < 0 ? rest : rest[..end];
    }

    private static string Quoted(string message) => message.Split('\'') is [_, var name, ..] ? name : "such member";

    [GeneratedRegex("""\[(?<index>\d+)\]|\['(?<name>.*?)'\](?=[.\[]|$)|\.(?<name>[^.\[]*)""", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Step();
}
