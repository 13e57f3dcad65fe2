using System.Globalization;
using Dirac.Wire.Codecs;
using Dirac.Wire.Values;

namespace Dirac.Samples.WireTest;

/// <summary>Values in words, for answers that tell how an argument arrived.</summary>
internal static class ValueWords
{
    /// <summary>The type's name as Python has it.</summary>
    public static string TypeOf(WireValue value) => value.Kind switch
    {
        WireKind.Null => "NoneType",
        WireKind.Truth => "bool",
        WireKind.Whole => "int",
        WireKind.Real => "float",
        WireKind.Text => "str",
        WireKind.Bytes => "bytes",
        WireKind.List => "list",
        WireKind.Tuple => "tuple",
        WireKind.Dict => "dict",
        WireKind.DateTime => "datetime",
        WireKind.Date => "date",
        WireKind.Time => "time",
        _ => value.AsObject().Class.Name,
    };

    /// <summary>The value as text.</summary>
    public static string TextOf(WireValue value) => value.Kind switch
    {
        WireKind.Text => value.AsText(),
        WireKind.Bytes => Convert.ToHexStringLower(value.AsBytes()),
        WireKind.Time => value.AsTime().ToString("O", CultureInfo.InvariantCulture),
        _ => System.Text.Encoding.UTF8.GetString(JEncode.Encode(value)),
    };
}
