using Dirac.Client.Http;
using Dirac.Client.Identity;
using Dirac.Client.Pilots;
using Dirac.Pilot.Hosting;
using Dirac.Pilot.Tests.Support;

namespace Dirac.Pilot.Tests;

public sealed class RemoteLogTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("nothing to hide", "nothing to hide")]
    [InlineData("secret s3cr3t told", "secret *** told")]
    [InlineData("Bearer eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ4In0.c2ln-_ and more", "Bearer *** and more")]
    [InlineData("eyJ", "eyJ")]
    public void Hide_Secrets_AreTakenOut(string line, string expected) => Assert.Equal(expected, LogSecrets.Hide(line, "s3cr3t"));

    [Fact]
    public async Task Finish_MoreThanIsKept_LosesTheOldestAndKeepsTheNumbers()
    {
        await using var server = await FakeServer.StartAsync();
        using var connection = new ApiConnection(new ApiConnectionOptions { Url = server.Url }, new FixedToken("x"));
        var log = new RemoteLog("s3cr3t", TimeProvider.System);
        for (var number = 1; number <= RemoteLog.MostKept + 700; number++) log.Add($"line {number}");

        await log.FinishAsync(new PilotClient(connection), "stamp", Token);

        Assert.Equal(701, server.Logs.First().First);
        Assert.Equal("line 701", server.Logs.First().Lines[0]);
        Assert.Equal(RemoteLog.MostKept, server.Logs.Sum(part => part.Lines.Count));
        Assert.Equal([false, true], server.Logs.Select(part => part.Final).Distinct());
        Assert.True(server.Logs.Last().Final);
        Assert.EndsWith($"line {RemoteLog.MostKept + 700}", server.Outputs.Single().StdError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finish_ServerAway_EndsWithoutComplaint()
    {
        await using var server = await FakeServer.StartAsync();
        using var connection = new ApiConnection(new ApiConnectionOptions { Url = server.Url }, new FixedToken("x"));
        server.Down = true;
        var log = new RemoteLog("s3cr3t", TimeProvider.System);
        log.Add("line");

        await log.FinishAsync(new PilotClient(connection), "stamp", Token);

        Assert.Empty(server.Outputs);
    }
}
