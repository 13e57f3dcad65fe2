using Dirac.Cli.Shell;
using Dirac.Cli.Tests.Fakes;

namespace Dirac.Cli.Tests.Jobs;

public sealed class JobRecordCommandTests : IAsyncLifetime
{
    private FakeServer _server = null!;
    private CommandLine _dirac = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeServer.StartAsync();
        _dirac = new CommandLine(_server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Params_AllOneAndMissing_AreTold()
    {
        _server.Answers["/api/jobs/7/parameters"] = """{"HostName":"node1","Note":"x y"}""";

        var all = await _dirac.RunAsync("job", "params", "7");
        var one = await _dirac.RunAsync("job", "params", "7", "Note");
        var none = await _dirac.RunAsync("job", "params", "7", "Nothing");

        Assert.Contains("HostName:", all.Output, StringComparison.Ordinal);
        Assert.Equal("x y", one.Output.Trim());
        Assert.Equal(ExitCodes.Failed, none.Code);
        Assert.Contains("no parameter Nothing", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Params_Optimizer_AreAskedForInTheirPlace()
    {
        _server.Answers["/api/jobs/7/optimizer-parameters"] = """{"OptimizerChain":"JobPath"}""";

        Assert.Contains("JobPath", (await _dirac.RunAsync("job", "params", "7", "--optimizer")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attic_Cycles_AreATable()
    {
        _server.Answers["/api/jobs/7/attic-parameters"] = """{"0":{"Note":"first"},"1":{"Note":"second"}}""";

        var outcome = await _dirac.RunAsync("job", "attic", "7");

        Assert.True(outcome.Output.IndexOf("first", StringComparison.Ordinal) < outcome.Output.IndexOf("second", StringComparison.Ordinal), outcome.Output);
    }

    [Fact]
    public async Task Jdl_Original_IsPrintedAsItIs()
    {
        _server.Answers["/api/jobs/7/jdl"] = """{"JobID":7,"Jdl":"[ Executable = \"x\"; ]"}""";

        var outcome = await _dirac.RunAsync("job", "jdl", "7", "--original");

        Assert.Equal("[ Executable = \"x\"; ]", outcome.Output.Trim());
    }

    [Fact]
    public async Task DataAndHeartbeat_AreTables()
    {
        _server.Answers["/api/jobs/7/input-data"] = """[{"LFN":"/vo/a","Status":"AprioriGood"}]""";
        _server.Answers["/api/jobs/7/heartbeats"] =
            """[{"Name":"LoadAverage","Value":"1.5","HeartBeatTime":"2026-01-01T00:00:00Z"},{"Name":"Vsize","Value":"9","HeartBeatTime":"2026-01-01T00:00:00Z"}]""";

        var data = await _dirac.RunAsync("job", "data", "7");
        var beats = await _dirac.RunAsync("job", "heartbeat", "7");

        Assert.Contains("/vo/a", data.Output, StringComparison.Ordinal);
        Assert.Contains("LoadAverage", beats.Output, StringComparison.Ordinal);
        Assert.Single(beats.Output.Split('\n'), line => line.Contains("2026-01-01 00:00:00", StringComparison.Ordinal) && line.Contains('9', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Set_ColumnsAndOthers_GoTheirOwnWays()
    {
        _server.Answers["/api/jobs/attributes"] = """{"success":{"7":{}},"failed":{}}""";
        _server.Answers["/api/jobs/parameters"] = """{"success":{"7":{}},"failed":{}}""";

        var outcome = await _dirac.RunAsync("job", "set", "7", "JobGroup=mine", "Note=a=b");

        Assert.Equal(ExitCodes.Ok, outcome.Code);
        Assert.Equal(
            [("PATCH /api/jobs/attributes", """{"7":{"JobGroup":"mine"}}"""), ("PATCH /api/jobs/parameters", """{"7":{"Note":"a=b"}}""")], _server.Calls);
    }

    [Fact]
    public async Task Set_AttributeRefused_LeavesTheRest()
    {
        _server.Answers["/api/jobs/attributes"] = """{"success":{},"failed":{"7":{"detail":"Job 7 is Done and cannot become Running."}}}""";

        var outcome = await _dirac.RunAsync("job", "set", "7", "Status=Running", "Note=x");

        Assert.Equal(ExitCodes.Failed, outcome.Code);
        Assert.Contains("cannot become Running", outcome.Error, StringComparison.Ordinal);
        Assert.Single(_server.Calls);
    }

    [Theory]
    [InlineData("Note")]
    [InlineData("=x")]
    [InlineData("A=1", "A=2")]
    public async Task Set_NoPair_IsAUsageError(params string[] pairs)
    {
        Assert.Equal(ExitCodes.Usage, (await _dirac.RunAsync(["job", "set", "7", .. pairs])).Code);
        Assert.Empty(_server.Calls);
    }
}
