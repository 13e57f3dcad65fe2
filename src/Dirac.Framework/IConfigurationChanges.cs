using Dirac.Model.Configuration;

namespace Dirac.Framework;

/// <summary>Where this room changes the installation's configuration; whoever composes the process binds it. Thread-safe.</summary>
public interface IConfigurationChanges
{
    /// <summary>Changes the tree of the moment. When it returns, the change is on disk, and in force here within seconds.</summary>
    /// <param name="committer">Who wants it; kept with the version.</param>
    /// <param name="change">Makes the new tree; returning what it was given changes nothing. What it throws is thrown on.</param>
    /// <param name="cancellationToken">Gives up waiting for others; a change that has begun is finished.</param>
    /// <exception cref="Dirac.Model.Errors.DiracException">Conflict: the configuration is not kept here, with advice where it is. Unavailable: it could not be written.</exception>
    Task ChangeAsync(string committer, Func<CfgSection, CfgSection> change, CancellationToken cancellationToken);
}
