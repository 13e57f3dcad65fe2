namespace Dirac.Persistence.Tests;

/// <summary>Reads whose cost others decide.</summary>
public abstract partial class DatabaseContract
{
    private const string Endless = "SELECT COUNT(*) FROM {Things} a, {Things} b, {Things} c, {Things} d, {Things} e WHERE a.Amount + b.Amount + c.Amount + d.Amount + e.Amount = -1";
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task ReadWithLimit_InTime_IsAsAnyRead()
    {
        await FillAsync(3);

        Assert.Equal(3, await Database.ReadAsync((session, token) => session.ScalarAsync<long>("SELECT COUNT(*) FROM {Things}", null, token), TimeSpan.FromSeconds(30), Token));
    }

    [Fact]
    public async Task ReadWithLimit_TakesLonger_IsStoppedAndLeavesTheConnectionGood()
    {
        await FillAsync(300);

        for (var turn = 0; turn < 3; turn++)
        {
            var late = await Assert.ThrowsAsync<ReadTooLongException>(() => Database.ReadAsync((session, token) => session.ScalarAsync<long>(Endless, null, token), Short, Token));
            Assert.Equal(Short, late.Longest);
            Assert.Equal(300, await Database.ReadAsync((session, token) => session.ScalarAsync<long>("SELECT COUNT(*) FROM {Things}", null, token), Token));
        }
    }

    [Fact]
    public async Task ReadWithLimit_BetweenItsStatements_IsStoppedToo()
    {
        await FillAsync(3);

        await Assert.ThrowsAsync<ReadTooLongException>(() => Database.ReadAsync<long>(
            async (session, token) =>
            {
                while (true) await session.ScalarAsync<long>("SELECT COUNT(*) FROM {Things}", null, token);
            },
            Short,
            Token));
    }

    [Fact]
    public async Task Read_NobodyWaitsAnyMore_IsStopped()
    {
        await FillAsync(300);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Token);
        gone.CancelAfter(Short);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Database.ReadAsync((session, token) => session.ScalarAsync<long>(Endless, null, token), gone.Token));
    }

    [Theory]
    [InlineData("A%", "a%c,abc")]
    [InlineData(@"a\%c", "a%c")]
    [InlineData("a_c", "a%c,abc")]
    [InlineData(@"a\_c", "")]
    [InlineData(@"\\%", @"\x")]
    [InlineData("", "")]
    public async Task Like_Pattern_MeansTheSameOnBothEngines(string pattern, string expected)
    {
        await Database.WriteAsync((session, token) => session.InsertManyAsync("Things", NameOnly, [["abc"], ["a%c"], [@"\x"]], token), Token);

        var names = await Database.ReadAsync(
            (session, token) => session.QueryAsync<string>($"SELECT Name FROM {{Things}} WHERE {session.Dialect.Like("Name", "@pattern")} ORDER BY Name", new { pattern }, token), Token);

        Assert.Equal(expected, string.Join(',', names));
    }

    [Fact]
    public async Task Lists_NamedInADictionary_AreTakenHoweverLong()
    {
        await FillAsync(5);
        var ids = await Database.ReadAsync((session, token) => session.QueryAsync<long>("SELECT ThingID FROM {Things}", null, token), Token);
        var args = new Dictionary<string, object?> { ["ids"] = ids.Take(2).Concat(Enumerable.Range(1_000_000, 20_000).Select(id => (long)id)).ToArray(), ["least"] = 0L };

        var found = await Database.ReadAsync(
            (session, token) => session.QueryAsync<long>("SELECT ThingID FROM {Things} WHERE ThingID IN @ids AND ThingID > @least", args, token), Token);

        Assert.Equal(ids.Take(2), found);
    }

    private Task<int> FillAsync(int things) => Database.WriteAsync(
        (session, token) => session.InsertManyAsync("Things", ["Name", "Amount"], Enumerable.Range(0, things).Select(IReadOnlyList<object?> (number) => [$"thing {number}", number]), token), Token);
}
