using System.Globalization;
using System.Text;
using Dirac.Wire.Codecs;
using Dirac.Wire.Values;

namespace Dirac.Hosting.Rpc.Binding;

/// <summary>Values as Python's <c>str</c> writes them, for texts that peers compare. Long lists are cut. Pure.</summary>
public static class PythonText
{
    private const int MostItems = 20;

    /// <summary>The value; a text is itself, within others it stands in quotes.</summary>
    public static string Of(WireValue value) => value.Kind == WireKind.Text ? value.AsText() : Inner(value);

    private static string Inner(WireValue value) => value.Kind switch
    {
        WireKind.Null => "None",
        WireKind.Truth => value.AsTruth() ? "True" : "False",
        WireKind.Text => $"'{value.AsText()}'",
        WireKind.Whole => value.AsBigInteger().ToString(CultureInfo.InvariantCulture),
        WireKind.Real => Real(value),
        WireKind.DateTime => Time(value.AsDateTime()),
        WireKind.List => $"[{Items(value)}]",
        WireKind.Tuple => value.AsList().Length == 1 ? $"({Items(value)},)" : $"({Items(value)})",
        _ => value.ToString(),
    };

    private static string Items(WireValue value)
    {
        var items = value.AsList();
        var texts = items[..Math.Min(items.Length, MostItems)].ToArray().Select(Inner);
        return string.Join(", ", items.Length > MostItems ? texts.Append("…") : texts);
    }

    // JSON of DIRAC has numbers as Python writes them, but for those that are none.
    private static string Real(WireValue value) => value.AsDouble() switch
    {
        double.NaN => "nan",
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        _ => Encoding.ASCII.GetString(JEncode.Encode(value)),
    };

    private static string Time(DateTime time) =>
        time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
