namespace Dirac.Hosting.Rpc.Declaring;

/// <summary>The words of a method's rule that are no properties.</summary>
public static class RpcRules
{
    /// <summary>Everybody, known or not.</summary>
    public const string All = "all";

    /// <summary>Every user, host or token that the registry knows.</summary>
    public const string Authenticated = "authenticated";

    /// <summary>Whoever the service's <c>Authorization/Default</c> in the configuration names, else the service's own default.</summary>
    public const string ByDefault = "";
}
