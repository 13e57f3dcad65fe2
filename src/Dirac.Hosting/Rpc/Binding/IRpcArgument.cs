using Dirac.Wire.Values;

namespace Dirac.Hosting.Rpc.Binding;

/// <summary>A type that methods take as an argument and that reads itself from what the peer sent.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IRpcArgument<TSelf>
    where TSelf : IRpcArgument<TSelf>
{
    /// <summary>What may be sent, as a Python peer writes types: <c>&lt;class 'int'&gt;</c>, or several in brackets.</summary>
    static abstract string Expected { get; }

    /// <summary>Reads <paramref name="value"/>; false when it is of the wrong kind.</summary>
    static abstract bool TryRead(WireValue value, out TSelf argument);
}
