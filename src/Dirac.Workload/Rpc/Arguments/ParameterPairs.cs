using System.Text.Json;
using Dirac.Hosting.Rpc.Binding;
using Dirac.Model.Errors;
using Dirac.Wire.Values;
using Dirac.Workload.Jobs.Parameters;

namespace Dirac.Workload.Rpc.Arguments;

/// <summary>Names and values of job parameters as JobStateUpdate takes them. What is no text is written as Python writes it; long texts are cut. Pure.</summary>
internal static class ParameterPairs
{
    /// <summary>Reads a list of pairs; of equal names the last counts.</summary>
    /// <exception cref="DiracException">BadRequest: one is no pair.</exception>
    public static IReadOnlyDictionary<string, JsonElement> Read(IReadOnlyList<WireValue> pairs)
    {
        var values = new Dictionary<string, JsonElement>();
        foreach (var pair in pairs)
        {
            var (name, value) = Pair(pair);
            values[name] = value;
        }

        return values;
    }

    /// <summary>Reads one pair.</summary>
    /// <exception cref="DiracException">BadRequest: it is none.</exception>
    public static (string Name, JsonElement Value) Pair(WireValue pair) =>
        pair.IsSequence && pair.AsList().Span is [var name, var value]
            ? (PythonText.Of(name), Value(value))
            : throw new DiracException(ErrorCode.BadRequest, $"{PythonText.Of(pair)} is no name with a value.", "Write ('HostName', 'wn7').");

    /// <summary>A value.</summary>
    public static JsonElement Value(WireValue value) => JsonText.Of(Text(value));

    /// <summary>A dict of names and values as texts.</summary>
    public static IReadOnlyDictionary<string, string> Texts(WireDict values)
    {
        var texts = new Dictionary<string, string>();
        foreach (var (name, value) in values) texts[ColumnText.Fit(PythonText.Of(name), ParameterText.LongestName)] = Text(value);
        return texts;
    }

    // A wrapper that is refused would send it again for ever.
    private static string Text(WireValue value) => PythonText.Of(value) is { Length: > ParameterText.LongestValue } text ? text[..ParameterText.LongestValue] : PythonText.Of(value);
}
