using System.Globalization;
using Dirac.Wire.Values;

namespace Dirac.Workload.Rpc.Arguments;

/// <summary>Values as Python's <c>str</c> writes them. Long ones are cut.</summary>
internal static class PythonText
{
    private const int MostItems = 20;

    public static string Of(WireValue value) => value.Kind == WireKind.Text ? value.AsText() : Inner(value);

    private static string Inner(WireValue value) => value.Kind switch
    {
        WireKind.Null => "None",
        WireKind.Truth => value.AsTruth() ? "True" : "False",
        WireKind.Text => $"'{value.AsText()}'",
        WireKind.Real => Real(value.AsDouble()),
        WireKind.DateTime => Time(value.AsDateTime()),
        WireKind.List => $"[{Items(value)}]",
        WireKind.Tuple => $"({Items(value)})",
        _ => value.ToString(),
    };

    private static string Items(WireValue value)
    {
        var items = value.AsList();
        var texts = items[..Math.Min(items.Length, MostItems)].ToArray().Select(Inner);
        return string.Join(", ", items.Length > MostItems ? texts.Append("…") : texts);
    }

    private static string Real(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.All(letter => letter == '-' || char.IsAsciiDigit(letter)) ? $"{text}.0" : text;
    }

    private static string Time(DateTime time) =>
        time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
