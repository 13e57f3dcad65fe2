using Dirac.Security.Calls;
using Dirac.Wire.Values;

namespace Dirac.Hosting.Rpc.Calling;

/// <summary>Reads what clients claim beside their certificate.</summary>
internal static class ExtraCredentialsReader
{
    /// <summary>Reads a value as it came; what is not understood is <see cref="ExtraCredentials.Malformed"/>.</summary>
    public static ExtraCredentials Read(WireValue value) => value.Kind switch
    {
        WireKind.Null => ExtraCredentials.None,
        WireKind.Text => ExtraCredentials.Of(value.AsText()),
        WireKind.List or WireKind.Tuple when value.AsList().Span is [{ Kind: WireKind.Text } dn, { Kind: WireKind.Text } group] =>
            new ExtraCredentials.Delegation(dn.AsText(), group.AsText()),
        _ => new ExtraCredentials.Malformed(),
    };
}
