using Dirac.Configuration.Master;
using Dirac.Framework;
using Dirac.Model.Configuration;

namespace Dirac.Server;

/// <summary>Lets the framework change the configuration where it is kept.</summary>
internal sealed class InstallationChanges(ConfigurationChanges changes) : IConfigurationChanges
{
    public Task ChangeAsync(string committer, Func<CfgSection, CfgSection> change, CancellationToken cancellationToken) => changes.ChangeAsync(committer, change, cancellationToken);
}
