using Dirac.Configuration.Peers;
using Dirac.Configuration.Trees;
using Dirac.Model.Errors;
using Dirac.Persistence;

namespace Dirac.Configuration.Fetching;

/// <summary>Asks configuration servers, in random order, until one answers.</summary>
internal sealed class ConfigurationFetch(IConfigurationPeers peers, RandomSource random, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Asks for what is newer than <paramref name="current"/>.</summary>
    /// <param name="servers">Their addresses.</param>
    /// <param name="current">The tree at hand.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<FetchOutcome> FetchAsync(IEnumerable<string> servers, ConfigurationTree current, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        foreach (var server in servers.Distinct(StringComparer.Ordinal).OrderBy(_ => random.NextDouble()))
        {
            try
            {
                var answer = await Patient.CallAsync(token => peers.GetIfNewerAsync(server, current.Version, token), Patience, clock, cancellationToken);
                var isNewer = answer.Data is not null && ConfigurationVersion.IsNewer(answer.NewestVersion, current.Version);
                return new FetchOutcome(server, isNewer ? ConfigurationTree.Unpack(answer.Data!.Value) : null, problems);
            }
            catch (DiracException failure)
            {
                problems.Add($"{server}: {failure.Message}");
            }
        }

        return new FetchOutcome(null, null, problems);
    }
}
