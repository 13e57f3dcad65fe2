using Dirac.Client.Http;
using Dirac.Client.Identity;
using Dirac.Model.Api;

namespace Dirac.Cli.Shell;

/// <summary>Which group to work as when a command needs a right and the user named no group.</summary>
internal static class GroupChoice
{
    /// <summary>Null when the login's own group has the right, else a group of the VO that has it, one with a login before others; the server says whether the user is in it.</summary>
    /// <param name="server">The server.</param>
    /// <param name="properties">One of these is needed.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public static async Task<string?> FindAsync(ServerAddress server, IReadOnlyList<string> properties, CancellationToken cancellationToken)
    {
        using var usual = server.Connect(null);
        var me = await new IdentityClient(usual).WhoAmIAsync(cancellationToken);
        if (me.Properties.Any(properties.Contains)) return null;
        var metadata = await usual.SendAsync(ApiRequest.Get("/.well-known/dirac-metadata"), ModelJsonContext.Default.DiracMetadata, cancellationToken);
        return metadata.VirtualOrganizations.TryGetValue(me.Vo, out var vo)
            ? vo.Groups.Where(group => group.Value.Properties.Any(properties.Contains)).Select(group => group.Key)
                .OrderBy(group => !server.HasLoginFor(group)).ThenBy(group => group, StringComparer.Ordinal).FirstOrDefault()
            : null;
    }
}
