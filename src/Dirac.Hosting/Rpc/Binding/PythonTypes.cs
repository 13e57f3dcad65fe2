using Dirac.Wire.Values;

namespace Dirac.Hosting.Rpc.Binding;

/// <summary>Names of types as Python peers write and compare them.</summary>
internal static class PythonTypes
{
    public const string Text = "<class 'str'>";
    public const string Whole = "<class 'int'>";
    public const string Real = "<class 'float'>";
    public const string Truth = "<class 'bool'>";
    public const string List = "<class 'list'>";
    public const string Dict = "<class 'dict'>";
    public const string DateTime = "<class 'datetime.datetime'>";
    public const string Bytes = "<class 'bytes'>";

    public static string Of(WireValue value) => value.Kind switch
    {
        WireKind.Null => "<class 'NoneType'>",
        WireKind.Truth => Truth,
        WireKind.Whole => Whole,
        WireKind.Real => Real,
        WireKind.Text => Text,
        WireKind.Bytes => Bytes,
        WireKind.List => List,
        WireKind.Tuple => "<class 'tuple'>",
        WireKind.Dict => Dict,
        WireKind.DateTime => DateTime,
        WireKind.Date => "<class 'datetime.date'>",
        WireKind.Time => "<class 'datetime.time'>",
        _ => $"<class '{value.AsObject().Class.Name}'>",
    };
}
