using Dirac.Hosting.Rpc.Binding;
using Dirac.Wire.Values;

namespace Dirac.Framework.Proxies;

/// <summary>An argument: a VOMS attribute, or None or a truth value for the group's own.</summary>
/// <param name="Text">The attribute; null for the group's own.</param>
internal sealed record VomsAttribute(string? Text) : IRpcArgument<VomsAttribute>
{
    public static string Expected => "[<class 'str'>, <class 'NoneType'>, <class 'bool'>]";

    public static bool TryRead(WireValue value, out VomsAttribute argument)
    {
        argument = new(value.Kind == WireKind.Text && value.AsText() is { Length: > 0 } text ? text : null);
        return value.Kind is WireKind.Text or WireKind.Null or WireKind.Truth;
    }
}
