namespace Dirac.Configuration.Starting;

/// <summary>What a process is to the configuration of its installation.</summary>
public enum ConfigurationRole
{
    /// <summary>It has its own files and nothing else.</summary>
    Standalone,

    /// <summary>It gets the configuration from servers.</summary>
    Client,

    /// <summary>It gets the configuration from the master and hands it out.</summary>
    Slave,

    /// <summary>It keeps the configuration: changes are made here.</summary>
    Master,
}
