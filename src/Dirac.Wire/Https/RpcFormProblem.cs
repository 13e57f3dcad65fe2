namespace Dirac.Wire.Https;

/// <summary>Why the fields of a request are no call.</summary>
public enum RpcFormProblem
{
    /// <summary>They are one.</summary>
    None,

    /// <summary>There is no <c>method</c>: status 400.</summary>
    NoMethod,

    /// <summary><c>args</c> is no list in JEncode: status 500, as real servers answer.</summary>
    BadArguments,
}
