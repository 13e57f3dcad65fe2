using System.Text.Json;
using Dirac.Model.Errors;

namespace Dirac.Workload.Jobs.Parameters;

/// <summary>What may be a parameter's name and value. Pure.</summary>
internal static class ParameterText
{
    public const int LongestName = 100;
    public const int LongestValue = 65_000;

    /// <summary>Reads names and values of a request.</summary>
    /// <exception cref="DiracException">BadRequest: a name has no length that fits. TooLarge: a value has none.</exception>
    public static IReadOnlyDictionary<string, string> Read(IEnumerable<KeyValuePair<string, JsonElement>> values)
    {
        var read = new Dictionary<string, string>();
        foreach (var (name, value) in values) read[Name(name)] = Value(name, value);
        return read;
    }

    private static string Name(string name) => name.Length is > 0 and <= LongestName
        ? name
        : throw new DiracException(ErrorCode.BadRequest, $"The name of a job parameter has 1 to {LongestName} characters.", "Nothing was changed.");

    private static string Value(string name, JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return text.Length <= LongestValue
            ? text
            : throw new DiracException(
                ErrorCode.TooLarge,
                $"Parameter {name} has {text.Length} characters; at most {LongestValue} are kept.",
                "Put long texts into a file of the output sandbox. Nothing was changed.");
    }
}
