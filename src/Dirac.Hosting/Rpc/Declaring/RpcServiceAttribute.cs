namespace Dirac.Hosting.Rpc.Declaring;

/// <summary>Makes a class a service of DIRAC's protocols. Its marked methods are served over dips and over https.</summary>
/// <param name="name">System and component, such as <c>WorkloadManagement/JobMonitoring</c>. Over https the component is also served with Tornado before its name.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RpcServiceAttribute(string name) : Attribute
{
    /// <summary>System and component.</summary>
    public string Name { get; } = name;

    /// <summary>Who may call methods whose rule is <see cref="RpcRules.ByDefault"/> when the configuration does not say.</summary>
    public string Default { get; init; } = RpcRules.Authenticated;
}
