namespace Dirac.Hosting.Rpc.Calling;

/// <summary>Why a call does not reach its method. The protocols say it in different ways.</summary>
public enum RpcRefusal
{
    /// <summary>No such method.</summary>
    UnknownMethod,

    /// <summary>An argument is of the wrong type.</summary>
    WrongType,

    /// <summary>There are fewer arguments than the method needs.</summary>
    TooFewArguments,

    /// <summary>There are more arguments than the method takes.</summary>
    TooManyArguments,

    /// <summary>The method failed in a way it did not expect.</summary>
    Crashed,
}
