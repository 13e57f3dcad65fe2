using Dirac.Hosting.Access;
using Dirac.Hosting.Configuration;

namespace Dirac.Framework.Login.Redirects;

/// <summary>Pages of portals that codes may be sent to may also call the API: without that nobody could do anything after logging in there.</summary>
/// <remarks>
/// What comes behind a fragment is read by a page's script, so an address with one is a portal's. That of a program on a web server needs no call from a
/// browser and opens nothing. Nothing is allowed with this that the code would not allow already.
/// </remarks>
internal sealed class PortalOrigins(IConfigurationSnapshots snapshots) : IOriginSource
{
    /// <inheritdoc/>
    public bool Allows(string origin) => LoginSettings.RedirectUrisOf(snapshots.Current.Root).Any(address => RedirectRules.PageOriginOf(address) == origin);
}
