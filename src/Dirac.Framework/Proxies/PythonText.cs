using System.Globalization;
using Dirac.Wire.Values;

namespace Dirac.Framework.Proxies;

/// <summary>Values as a Python service puts them into texts. Pure.</summary>
internal static class PythonText
{
    /// <summary>As <c>str()</c> of a value writes it.</summary>
    public static string Of(WireValue value) => value.Kind switch
    {
        WireKind.Text => value.AsText(),
        _ => Repr(value),
    };

    private static string Repr(WireValue value) => value.Kind switch
    {
        WireKind.Null => "None",
        WireKind.Truth => value.AsTruth() ? "True" : "False",
        WireKind.Text => $"'{value.AsText()}'",
        WireKind.Whole => value.AsBigInteger().ToString(CultureInfo.InvariantCulture),
        WireKind.Real => value.AsDouble().ToString("R", CultureInfo.InvariantCulture),
        WireKind.DateTime => value.AsDateTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        WireKind.List => $"[{Items(value)}]",
        WireKind.Tuple => value.AsList().Length == 1 ? $"({Items(value)},)" : $"({Items(value)})",
        _ => value.Kind.ToString(),
    };

    private static string Items(WireValue value) => string.Join(", ", value.AsList().ToArray().Select(Repr));
}
