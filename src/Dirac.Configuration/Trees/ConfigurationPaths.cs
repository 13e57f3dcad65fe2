namespace Dirac.Configuration.Trees;

/// <summary>Options of /DIRAC/Configuration.</summary>
internal static class ConfigurationPaths
{
    public const string Name = "/DIRAC/Configuration/Name";
    public const string Version = "/DIRAC/Configuration/Version";
    public const string Servers = "/DIRAC/Configuration/Servers";
    public const string MasterServer = "/DIRAC/Configuration/MasterServer";
    public const string Master = "/DIRAC/Configuration/Master";
    public const string EnableAutoMerge = "/DIRAC/Configuration/EnableAutoMerge";
    public const string AutoPublish = "/DIRAC/Configuration/AutoPublish";
    public const string AutoSlaveSync = "/DIRAC/Configuration/AutoSlaveSync";
    public const string RefreshTime = "/DIRAC/Configuration/RefreshTime";
    public const string PropagationTime = "/DIRAC/Configuration/PropagationTime";
    public const string SlavesGraceTime = "/DIRAC/Configuration/SlavesGraceTime";
}
