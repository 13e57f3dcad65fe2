using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Workload.Jobs;
using Dirac.Workload.Jobs.Search;
using Dirac.Workload.Tests.Support;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Tests.Stores;

public sealed class SearchBoundsSqlite(Support.Stores stores) : SearchBoundsContract(stores, Engine.Sqlite);

public sealed class SearchBoundsMySql(Support.Stores stores) : SearchBoundsContract(stores, Engine.MySql);

/// <summary>What a search may cost: how far it counts, and how long it works.</summary>
public abstract class SearchBoundsContract(Support.Stores stores, Engine engine) : StoreContract(stores, engine)
{
    private const int Jobs = 300;
    private static readonly SearchCondition Uncounted = new("JobName", "neq", System.Text.Json.JsonSerializer.SerializeToElement("x", ModelJsonContext.Default.String));
    private readonly string _vo = $"bounds{Guid.NewGuid():N}"[..20];

    [Theory]
    [InlineData(true, 100, 300, true)]
    [InlineData(false, 1_000, 300, true)]
    [InlineData(false, 300, 300, true)]
    [InlineData(false, 299, 299, false)]
    [InlineData(false, 100, 100, false)]
    public async Task Total_IsExact_WhereNumbersAreKeptOrFewAreToBeCounted(bool counted, int most, long total, bool exact)
    {
        await AddJobsAsync();

        var found = await Tables(most: most).FindAsync(Query(counted ? [] : [Uncounted]), new Paging(1, 10), Token);

        Assert.Equal(new RowTotal(total, exact), found.Total);
        Assert.Equal(10, found.Rows.Count);
    }

    [Theory]
    [InlineData(21, 211, false)]
    [InlineData(30, 300, true)]
    [InlineData(31, 100, false)]
    public async Task Total_BehindWhatIsCounted_IsAtLeastWhatWasSeen(int page, long total, bool exact)
    {
        await AddJobsAsync();

        var found = await Tables(most: 100).FindAsync(Query([Uncounted]), new Paging(page, 10), Token);

        Assert.Equal(new RowTotal(total, exact), found.Total);
    }

    [Fact]
    public async Task Search_TakesTooLong_IsRefusedWithAdvice()
    {
        await AddJobsAsync();
        var reads = new BoundedReads(Options.Create(new SearchOptions { SecondsPerSearch = 0.05 }));
        var begun = TimeProvider.System.GetTimestamp();

        var error = await Assert.ThrowsAsync<DiracException>(() => reads.ReadAsync(
            Databases.Get("JobDB"),
            (session, token) => session.ScalarAsync<long>(
                "SELECT COUNT(*) FROM {Jobs} a, {Jobs} b, {Jobs} c, {Jobs} d WHERE a.UserPriority + b.UserPriority + c.UserPriority + d.UserPriority = -1", null, token),
            Token));

        Assert.Equal(ErrorCode.TooCostly, error.Code);
        Assert.NotNull(error.Advice);
        Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(10));
        Assert.Equal(300, (await Tables().FindAsync(Query([]), new Paging(1, 1_000), Token)).Rows.Count);
    }

    [Fact]
    public async Task Regex_ThatBacktracksWithoutEnd_IsMatchedOrRefused_NeverAnsweredWrongly()
    {
        await AddJobsAsync();
        await JobTable.AddAsync(Databases.Get("JobDB"), _vo, [[new string('a', 100)]], "JobName");
        var pattern = new SearchCondition("JobName", "regex", System.Text.Json.JsonSerializer.SerializeToElement("^(a+)+b", ModelJsonContext.Default.String));

        try
        {
            Assert.Empty((await Tables().FindAsync(Query([pattern]), new Paging(1, 10), Token)).Rows.Elements);
        }
        catch (DiracException refused)
        {
            Assert.Equal(Engine.MySql, Databases.Get("JobDB").Dialect.Engine);
            Assert.Equal(ErrorCode.TooCostly, refused.Code);
            Assert.Contains("regular expression", refused.Message, StringComparison.Ordinal);
        }
    }

    private static SearchTables Tables(int most = 100_000) => new(new BoundedReads(Options.Create(new SearchOptions { MostCounted = most })));

    private Task<IReadOnlyList<long>> AddJobsAsync() => JobTable.AddAsync(
        Databases.Get("JobDB"), _vo, [.. Enumerable.Range(0, Jobs).Select(number => new object?[] { $"n{number % 7}", $"s{number % 5}" })], "JobName", "Site");

    private SearchQuery Query(IReadOnlyList<SearchCondition> conditions)
    {
        var database = Databases.Get("JobDB");
        return SearchQuery.Of(database, SearchTable.Jobs, new SearchFilter(SearchTable.Jobs, database.Dialect).Within(new JobScope(_vo)).Where(conditions), null, new SearchRequest());
    }
}
