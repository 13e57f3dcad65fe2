using Dirac.Pilot.Workflows;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Pilot.Tests.Workflows;

public sealed class StatusFollowerTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Dirac.Testing.TempFolder _folder = new();

    [Fact]
    public void ReadNew_Written_ComesOnceWithItsTime()
    {
        using var follower = Follow();
        var writer = new StatusWriter(follower.Path, _clock);
        writer.Write("Executing 'RunScriptStep1'");
        _clock.Advance(TimeSpan.FromSeconds(5));
        writer.Write("two\nlines");

        var statuses = follower.ReadNew();

        Assert.Equal(["Executing RunScriptStep1", "two lines"], statuses.Select(status => status.Text));
        Assert.Equal(TimeSpan.FromSeconds(5), statuses[1].Time - statuses[0].Time);
        Assert.Empty(follower.ReadNew());
        Assert.Equal("two lines", follower.Last);
    }

    [Fact]
    public void ReadNew_HalfALine_WaitsForTheRest()
    {
        using var follower = Follow();
        File.AppendAllText(follower.Path, "1\tfir");
        Assert.Empty(follower.ReadNew());
        File.AppendAllText(follower.Path, "st\n");

        Assert.Equal("first", Assert.Single(follower.ReadNew()).Text);
    }

    [Theory]
    [InlineData("1\tx\n")]
    [InlineData("9999999999999999\tx\n")]
    public void ReadNew_TimeOutsideTheJob_IsPutRight(string line)
    {
        using var follower = Follow();
        _clock.Advance(TimeSpan.FromMinutes(1));
        File.AppendAllText(follower.Path, line);

        Assert.InRange(Assert.Single(follower.ReadNew()).Time, _clock.GetUtcNow() - TimeSpan.FromMinutes(1), _clock.GetUtcNow());
    }

    [Fact]
    public void ReadNew_FileReplaced_TheOtherIsNotRead()
    {
        using var follower = Follow();
        File.Delete(follower.Path);
        File.CreateSymbolicLink(follower.Path, "/etc/passwd");

        Assert.Empty(follower.ReadNew());
    }

    [Fact]
    public void ReadNew_Flood_IsCutOff()
    {
        using var follower = Follow();
        File.WriteAllText(follower.Path, string.Concat(Enumerable.Repeat("1\tx\n", StatusFollower.MaxStatuses + 100)) + new string('x', 1 << 20));

        Assert.Equal(StatusFollower.MaxStatuses, follower.ReadNew().Count);
        Assert.Empty(follower.ReadNew());
    }

    public void Dispose() => _folder.Dispose();

    private StatusFollower Follow() => new(_folder.File("statuses"), _clock);
}
