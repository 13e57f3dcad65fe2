using Dirac.Pilot.Tests.Support;

namespace Dirac.Pilot.Tests;

/// <summary>The token of a payload, as a payload of a real pilot finds it.</summary>
public sealed class PayloadTokenTests
{
    // Waits for the renewed one: the second word.
    private const string Look = """
        stat -c %a $BEARER_TOKEN_FILE; cat $BEARER_TOKEN_FILE; echo; for i in $(seq 100); do grep -q payload-2 $BEARER_TOKEN_FILE && break; sleep 0.05; done; cat $BEARER_TOKEN_FILE; echo; stat -c %a $BEARER_TOKEN_FILE; echo $DIRAC_URL; cat $DIRAC_CA
        """;

    [Fact]
    public async Task Payload_ReadsItsToken_AndTheRenewedOneInThatPlace()
    {
        await using var server = await FakeServer.StartAsync();
        server.PayloadTokenSeconds = 3;
        var seen = Path.GetTempFileName();
        var job = server.Submit($$"""[ Executable = "/bin/sh"; Arguments = "-c '({{Look.Trim()}}; echo $BEARER_TOKEN_FILE) > {{seen}}'"; ]""");
        var authority = Path.GetTempFileName();
        await File.WriteAllTextAsync(authority, "# an authority\n", TestContext.Current.CancellationToken);
        await using var pilot = await RunningPilot.StartAsync(server, "--max-jobs", "1", "--ca", authority);

        await job.EndAsync();
        await pilot.EndAsync();

        var lines = await File.ReadAllLinesAsync(seen, TestContext.Current.CancellationToken);
        Assert.Equal(["600", "payload-1", "payload-2", "600", server.Url.ToString().TrimEnd('/'), "# an authority"], lines[..^1]);
        Assert.False(Path.Exists(lines[^1]));
        Assert.All(server.PayloadTokens, asked => Assert.Equal((job.Id, 1), (asked.JobID, asked.Attempt)));
        Assert.DoesNotContain("payload-1", pilot.Log, StringComparison.Ordinal);
        File.Delete(seen);
        File.Delete(authority);
    }

    [Fact]
    public async Task Payload_TheServerGivesNone_RunsWithout()
    {
        await using var server = await FakeServer.StartAsync();
        var job = server.Submit("""[ Executable = "/bin/sh"; Arguments = "-c 'test -z $BEARER_TOKEN_FILE'"; ]""");
        await using var pilot = await RunningPilot.StartAsync(server, "--max-jobs", "1");

        await job.EndAsync();

        Assert.Equal("Done", job.Statuses[^1].Update.Status);
        await pilot.EndAsync();
        Assert.Contains("gets no token from now on: suspended", pilot.Log, StringComparison.Ordinal);
    }
}
