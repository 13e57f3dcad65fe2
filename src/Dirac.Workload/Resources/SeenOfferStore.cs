using System.Text.Json;
using Dirac.Persistence;

namespace Dirac.Workload.Resources;

/// <summary>The SQL of <c>x_PilotOffers</c>: the kinds of offers seen by any server.</summary>
internal static class SeenOfferStore
{
    private static readonly WorkloadJsonContext Json = WorkloadJsonContext.Default;

    public static Task SaveAsync(IDbSession session, IReadOnlyList<SeenOffer> offers, CancellationToken cancellationToken) => session.UpsertManyAsync(
        "x_PilotOffers",
        ["Kind"],
        ["Kind", "VO", "Resource", "SeenMs"],
        offers.Select(IReadOnlyList<object?> (offer) => [offer.Kind, offer.VO, JsonSerializer.Serialize(offer.Resource, Json.ResourceDescription), offer.SeenMs]),
        cancellationToken);

    public static async Task<IReadOnlyList<SeenOffer>> LoadAsync(IDbSession session, long sinceMs, int most, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync<Row>(
            "SELECT VO, Resource, SeenMs FROM {x_PilotOffers} WHERE SeenMs >= @sinceMs ORDER BY SeenMs DESC LIMIT @most", new { sinceMs, most }, cancellationToken);
        return [.. rows.Select(row => new SeenOffer(row.VO, JsonSerializer.Deserialize(row.Resource, Json.ResourceDescription)!, row.SeenMs) { StoredMs = row.SeenMs })];
    }

    public static Task<int> DeleteAsync(IDbSession session, long beforeMs, CancellationToken cancellationToken) =>
        session.ExecuteAsync("DELETE FROM {x_PilotOffers} WHERE SeenMs < @beforeMs", new { beforeMs }, cancellationToken);

    private sealed class Row
    {
        public string VO { get; init; } = "";

        public string Resource { get; init; } = "";

        public long SeenMs { get; init; }
    }
}
