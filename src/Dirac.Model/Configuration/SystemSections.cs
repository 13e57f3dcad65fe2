namespace Dirac.Model.Configuration;

/// <summary>Where the configuration keeps what belongs to a system: with an instance named by the set-up, as older installations have it, or without. Pure.</summary>
public static class SystemSections
{
    /// <summary>The path of a system's section: <c>/Systems/SYSTEM/INSTANCE</c> when the set-up names an instance, else <c>/Systems/SYSTEM</c>.</summary>
    /// <param name="root">The whole tree.</param>
    /// <param name="system">For example <c>WorkloadManagement</c>.</param>
    public static string PathOf(CfgSection root, string system)
    {
        var setup = root.GetOption("/DIRAC/Setup");
        var instance = setup is { Length: > 0 } ? root.GetOption($"/DIRAC/Setups/{setup}/{system}") : null;
        return instance is { Length: > 0 } ? $"/Systems/{system}/{instance}" : $"/Systems/{system}";
    }

    /// <summary>The section of a part of a system, with the instance first; null when neither has one.</summary>
    /// <param name="root">The whole tree.</param>
    /// <param name="system">For example <c>WorkloadManagement</c>.</param>
    /// <param name="path">Path below the system, for example <c>Services/JobMonitoring</c>.</param>
    public static CfgSection? Find(CfgSection root, string system, string path) =>
        root.GetSection($"{PathOf(root, system)}/{path}") ?? root.GetSection($"/Systems/{system}/{path}");
}
