namespace Dirac.Hosting.Configuration;

/// <summary>Where the configuration that is not this process's own comes from. Whoever fills <see cref="SharedConfiguration"/> offers this, for the method <c>refreshConfiguration</c>.</summary>
public interface IConfigurationRefresh
{
    /// <summary>Looks now for something newer, and puts it in force.</summary>
    /// <param name="fromMaster">Whether to ask the master and nobody else.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Why nobody could be asked; null when somebody answered.</returns>
    Task<string?> RefreshAsync(bool fromMaster, CancellationToken cancellationToken);
}
