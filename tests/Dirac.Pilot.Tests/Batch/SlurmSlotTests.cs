using Dirac.Pilot.Batch;
using Dirac.Pilot.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Pilot.Tests.Batch;

public sealed class SlurmSlotTests
{
    private readonly FakeTool _tool = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));

    [Theory]
    [InlineData("59:30\n", 3_570)]
    [InlineData("0:05\n", 5)]
    [InlineData("5:00:00\n", 18_000)]
    [InlineData("2-01:00:10\n", 176_410)]
    [InlineData("UNLIMITED\n", null)]
    [InlineData("NOT_SET\n", null)]
    [InlineData("INVALID\n", null)]
    [InlineData("", null)]
    [InlineData("12\n", null)]
    [InlineData("1:60\n", null)]
    [InlineData("-1:00\n", null)]
    [InlineData("1-2-03:00:00\n", null)]
    [InlineData("slurm_load_jobs error: Invalid job id specified", null)]
    public async Task Read_OldSlurm_IsWhatSqueuePrints(string output, int? seconds)
    {
        _tool.Prints["squeue"] = output;

        Assert.Equal(Seconds(seconds), (await ReadAsync(("SLURM_JOB_ID", "42"))).WallClock);
        Assert.Equal(["squeue -h -j 42 -o %L"], _tool.Calls);
    }

    [Fact]
    public async Task Read_EndTimeInTheEnvironment_AsksNobody()
    {
        Assert.Equal(Seconds(90), (await ReadAsync(("SLURM_JOB_ID", "42"), ("SLURM_JOB_END_TIME", "1800000090"))).WallClock);
        Assert.Empty(_tool.Calls);
    }

    [Fact]
    public async Task Read_NobodyAnswers_IsUnknown() => Assert.True((await ReadAsync(("SLURM_JOB_ID", "42"), ("SLURM_JOB_END_TIME", "soon"))).IsUnknown);

    private static TimeSpan? Seconds(int? seconds) => seconds is { } number ? TimeSpan.FromSeconds(number) : null;

    private Task<SlotTime> ReadAsync(params (string Name, string Value)[] variables) =>
        new SlurmSlot(variables.ToDictionary(variable => variable.Name, variable => variable.Value), _tool, _clock).ReadAsync(TestContext.Current.CancellationToken);
}
