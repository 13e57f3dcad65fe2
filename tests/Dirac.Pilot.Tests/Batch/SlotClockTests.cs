using Dirac.Pilot.Batch;
using Dirac.Pilot.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Pilot.Tests.Batch;

public sealed class SlotClockTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Left_BetweenReadings_CountsDownAsIfAllProcessorsWorked()
    {
        var slot = Clock(new Told(new SlotTime(TimeSpan.FromHours(2), TimeSpan.FromHours(4))));
        Assert.Null(slot.Left);

        await slot.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal(TimeSpan.FromHours(1), slot.Left);
        _clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(TimeSpan.FromMinutes(45), slot.Left);
    }

    [Fact]
    public async Task Read_FirstDoesNotKnow_TheNextIsAsked()
    {
        var slot = Clock(new Told(default), new Broken(), new Told(new SlotTime(TimeSpan.FromMinutes(5))));

        await slot.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal(TimeSpan.FromMinutes(5), slot.Left);
    }

    [Fact]
    public async Task Read_NobodyAnswersAnyMore_WhatWasKnownStays()
    {
        var system = new Told(new SlotTime(TimeSpan.FromMinutes(5)));
        var slot = Clock(system);
        await slot.ReadAsync(TestContext.Current.CancellationToken);
        system.Time = default;

        _clock.Advance(TimeSpan.FromMinutes(1));
        await slot.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal(TimeSpan.FromMinutes(4), slot.Left);
    }

    [Theory]
    [InlineData("SLURM_JOB_ID", "Slurm")]
    [InlineData("_CONDOR_JOB_AD", "HTCondor")]
    [InlineData("PBS_JOBID", "PBS")]
    [InlineData("JOBFEATURES", "Machine/Job Features")]
    [InlineData("LSB_JOBID LSB_QUEUE", "LSF")]
    [InlineData("JOB_ID SGE_TASK_ID", "Grid Engine")]
    [InlineData("LSB_JOBID", null)]
    [InlineData("JOB_ID", null)]
    [InlineData("HOME", null)]
    public void Of_Environment_NamesTheSystem(string names, string? system) =>
        Assert.Equal(system, BatchSystems.Of(names.Split(' ').ToDictionary(name => name, _ => "1"), new FakeTool(), _clock).Select(one => one.Name).FirstOrDefault());

    [Theory]
    [InlineData(null, 2_000_000)]
    [InlineData(1_300, 10_000)]
    [InlineData(300, 0)]
    [InlineData(-5, 0)]
    [InlineData(10_000_000, 2_000_000)]
    public void CpuTime_OfWhatIsLeft_IsNormalisedAndKeepsTheMargin(int? left, long expected) =>
        Assert.Equal(expected, TimeLeftRules.CpuTime(left is { } seconds ? TimeSpan.FromSeconds(seconds) : null, TimeSpan.FromSeconds(300), 10, 2_000_000));

    [Theory]
    [InlineData(5_000, false, true)]
    [InlineData(4_999, false, false)]
    [InlineData(4_999, true, true)]
    [InlineData(0, true, false)]
    public void Refusal_TooLittle_OnlyTheFirstJobIsAskedForAllTheSame(long cpuTime, bool isFirst, bool asks) =>
        Assert.Equal(asks, TimeLeftRules.Refusal(cpuTime, 5_000, isFirst) is null);

    [Fact]
    public async Task Tool_OfThisNode_PrintsFailsOrIsNotThere()
    {
        var tool = new Pilot.Node.NodeTool();

        Assert.Equal("hello\n", await tool.RunAsync("echo", ["hello"], TestContext.Current.CancellationToken));
        Assert.Null(await tool.RunAsync("false", [], TestContext.Current.CancellationToken));
        Assert.Null(await tool.RunAsync("no-such-program-here", [], TestContext.Current.CancellationToken));
    }

    private SlotClock Clock(params IBatchSystem[] systems) => new(systems, 4, _clock, NullLogger<SlotClock>.Instance);

    private sealed class Told(SlotTime time) : IBatchSystem
    {
        public SlotTime Time { get; set; } = time;

        public string Name => "Told";

        public Task<SlotTime> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Time);
    }

    private sealed class Broken : IBatchSystem
    {
        public string Name => "Broken";

        public Task<SlotTime> ReadAsync(CancellationToken cancellationToken) => throw new IOException("disk");
    }
}
