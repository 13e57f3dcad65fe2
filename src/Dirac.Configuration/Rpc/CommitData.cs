using Dirac.Hosting.Rpc.Binding;
using Dirac.Wire.Values;

namespace Dirac.Configuration.Rpc;

/// <summary>A packed tree as an argument: bytes, or a text that stands for bytes.</summary>
/// <param name="Value">As it was sent; what a text means depends on the protocol.</param>
internal readonly record struct CommitData(WireValue Value) : IRpcArgument<CommitData>
{
    public static string Expected => "(<class 'bytes'>, <class 'str'>)";

    public static bool TryRead(WireValue value, out CommitData argument)
    {
        argument = new CommitData(value);
        return value.Kind is WireKind.Bytes or WireKind.Text;
    }
}
