using Dirac.Wire.Values;

namespace Dirac.Monitoring.Rpc;

/// <summary>What Python takes for true. Pure.</summary>
internal static class PythonTruth
{
    public static bool Of(WireValue value) => value.Kind switch
    {
        WireKind.Null => false,
        WireKind.Truth => value.AsTruth(),
        WireKind.Whole => !value.IsInt64 || value.AsInt64() != 0,
        WireKind.Text => value.AsText().Length > 0,
        WireKind.List or WireKind.Tuple => value.AsList().Length > 0,
        WireKind.Dict => value.AsDict().Count > 0,
        _ => true,
    };
}
