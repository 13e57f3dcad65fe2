namespace Dirac.Hosting.Rpc.Declaring;

/// <summary>Serves a method of a service to DIRAC's clients, under its name with a small first letter.</summary>
/// <remarks>
/// Parameters are read from the call's arguments in order: <c>string</c>, <c>long</c>, <c>int</c>, <c>double</c>, <c>bool</c>, <c>DateTime</c>,
/// <c>WireValue</c> for anything, lists and types that are <see cref="Binding.IRpcArgument{TSelf}"/>; a default value makes one optional.
/// <see cref="Calling.RpcCall"/> and a cancellation token may stand anywhere. It answers with a reply, a value, or a task of either.
/// </remarks>
/// <param name="rule">Who may call it: properties, <c>group:</c> and <c>vo:</c> entries, <c>authenticated</c>, <c>all</c>, or <see cref="RpcRules.ByDefault"/>. The configuration may say otherwise.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RpcMethodAttribute(params string[] rule) : Attribute
{
    /// <summary>Who may call it.</summary>
    public IReadOnlyList<string> Rule { get; } = rule;

    /// <summary>Who may call it over https, when that differs.</summary>
    public string? HttpsRule { get; init; }

    /// <summary>The only protocol it is served over; both when not given.</summary>
    public RpcProtocols Protocols { get; init; } = RpcProtocols.Both;
}
