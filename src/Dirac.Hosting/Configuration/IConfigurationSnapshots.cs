namespace Dirac.Hosting.Configuration;

/// <summary>Where code finds the configuration of the moment. Thread-safe.</summary>
public interface IConfigurationSnapshots
{
    /// <summary>The newest good configuration. Take it once per operation: it may be another one the next time.</summary>
    ConfigurationSnapshot Current { get; }
}
