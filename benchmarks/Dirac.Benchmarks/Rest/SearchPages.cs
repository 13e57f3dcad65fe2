using System.Text;

namespace Dirac.Benchmarks.Rest;

/// <summary>Pages of 100 rows with all columns, the newest first: of the whole VO, of a busy owner, of one status, each with its exact total.</summary>
internal sealed class SearchPages(RestFleet fleet) : IRestLoad
{
    private const int PerPage = 100;
    private const int FirstPages = 20;
    private const int BusyOwners = 10;

    private static readonly byte[][] Bodies =
    [
        Body(""),
        .. SearchData.OwnOwners.Take(BusyOwners).Select(owner => Body($$"""{"parameter":"Owner","operator":"eq","value":"{{owner}}"}""")),
        Body("""{"parameter":"Status","operator":"eq","value":"Failed"}"""),
        Body("""{"parameter":"Status","operator":"in","values":["Done","Failed"]}"""),
    ];

    public Task RunAsync(int count, CancellationToken cancellationToken) => fleet.ShareAsync(count, PageAsync, cancellationToken);

    private static async Task PageAsync(RestClient client, int turn, CancellationToken cancellationToken)
    {
        // Owners have fewer pages than the VO.
        var body = turn % Bodies.Length;
        var page = body == 0 ? 1 + (turn % FirstPages) : 1;
        var rows = await client.SendJsonAsync(HttpMethod.Post, $"/api/jobs/search?page={page}&per_page={PerPage}", Bodies[body], cancellationToken);
        if (rows.AsSpan().Count("\"JobID\":"u8) != PerPage) throw new InvalidOperationException($"A page has not {PerPage} rows.");
    }

    private static byte[] Body(string condition) => Encoding.UTF8.GetBytes($$"""{"search":[{{condition}}],"sort":[{"parameter":"JobID","direction":"desc"}]}""");
}
