using Dirac.Model.Errors;
using Dirac.Pilot.Containers;

namespace Dirac.Pilot.Tests;

public sealed class PilotArgumentsTests
{
    private static readonly string[] Least = ["--url", "http://127.0.0.1:1", "--stamp", "s", "--site", "LCG.X.org", "--ce", "c", "--work-dir", "/tmp/x"];

    [Fact]
    public void Parse_Everything_IsUnderstood()
    {
        var options = PilotArguments.Parse([.. Least, "--processors", "4", "--tag", "GPU", "--tag", "Big", "--idle-timeout", "5", "--answer-timeout", "7", "--max-wall-clock", "60"]);

        Assert.Equal(["GPU", "Big"], options.Tags);
        Assert.Equal((4, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1)), (options.Processors, options.IdleTimeout, options.Limits.WallClock));
        Assert.Equal(TimeSpan.FromSeconds(7), options.AnswerTimeout);
    }

    [Fact]
    public void Parse_Node_IsUnderstood()
    {
        var options = PilotArguments.Parse(
            [.. Least, "--ram", "4000", "--gpus", "2", "--container", "podman", "--container-option", "--runtime=x", "--container-option", "-v", "--min-time-left", "10", "--end-margin", "60"]);

        Assert.Equal((4_000L, 2, ContainerMode.Podman, 10L), (options.RamMegabytes, options.Gpus, options.Containers, options.MinTimeLeft));
        Assert.Equal(["--runtime=x", "-v"], options.ContainerOptions);
        Assert.Equal(TimeSpan.FromMinutes(1), options.Limits.EndMargin);
        Assert.Null(PilotArguments.Parse(Least).Processors);
    }

    [Theory]
    [InlineData("--gpus", "65", "--gpus needs a number")]
    [InlineData("--container", "docker", "--container is auto, apptainer, podman or none")]
    [InlineData("--processors", "0", "--processors needs a number")]
    [InlineData("--heartbeat", "soon", "--heartbeat needs a number")]
    [InlineData("--secret", "x", "'--secret' is not an option")]
    [InlineData("--url", "not an address", "is not an address")]
    public void Parse_Wrong_SaysWhat(string name, string value, string words)
    {
        var error = Assert.Throws<DiracException>(() => PilotArguments.Parse([.. Least, name, value]));

        Assert.Equal(ErrorCode.BadRequest, error.Code);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(8)]
    public void Parse_Missing_SaysWhich(int without)
    {
        var error = Assert.Throws<DiracException>(() => PilotArguments.Parse([.. Least[..without], .. Least[(without + 2)..]]));

        Assert.Contains($"{Least[without]} is missing", error.Message, StringComparison.Ordinal);
    }
}
