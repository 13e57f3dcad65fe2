using Dirac.Pilot.Batch;
using Dirac.Pilot.Tests.Support;

namespace Dirac.Pilot.Tests.Batch;

public sealed class LsfSlotTests
{
    private const string Queue = """

        QUEUE: grid
          -- Jobs of communities.

        PARAMETERS/STATISTICS
        PRIO NICE STATUS          MAX JL/U JL/P JL/H NJOBS  PEND   RUN SSUSP USUSP  RSV
         30   20  Open:Active       -    -    -    -    12     4     8     0     0    0

        CPULIMIT
         600.0 min of fasthost

        RUNLIMIT
         720.0 min of fasthost

        SCHEDULING PARAMETERS
                   r15s   r1m  r15m   ut      pg    io   ls    it    tmp    swp    mem
         loadSched   -     -     -     -       -     -    -     -     -      -      -
        """;

    private const string Hosts = """
        HOST_NAME                       type       model  cpuf ncpus maxmem maxswp server RESOURCES
        fasthost                      X86_64    Xeon_X5  20.0    16   64G   4G    Yes (mg)
        node7                         X86_64    Xeon_X4  10.0    16   64G   4G    Yes ()
        """;

    private readonly FakeTool _tool = new() { Prints = { ["bqueues"] = Queue, ["bjobs"] = "3600 second(s),1800.5 second(s)\n", ["lshosts"] = Hosts } };

    [Fact]
    public async Task Read_LimitsOfAFasterHost_AreLongerHere()
    {
        var left = await ReadAsync("node7");

        Assert.Equal((TimeSpan.FromMinutes(1_440 - 60), TimeSpan.FromSeconds((1_200 * 60) - 1_800.5)), (left.WallClock, left.Cpu));
        Assert.Equal(["bqueues -l grid", "bjobs -noheader -o run_time cpu_used delimiter=',' 99", "lshosts -w fasthost node7"], _tool.Calls);
    }

    [Fact]
    public async Task Read_OnTheReferenceHost_AsksForNoFactor()
    {
        Assert.Equal(TimeSpan.FromMinutes(660), (await ReadAsync("fasthost")).WallClock);
        Assert.Equal(2, _tool.Calls.Count);
    }

    [Fact]
    public async Task Read_UnknownFactor_IsUnknown() => Assert.True((await ReadAsync("node8")).IsUnknown);

    [Theory]
    [InlineData("-,-\n")]
    [InlineData("3600 second(s)\n")]
    [InlineData("Job <99> is not found\n")]
    public async Task Read_NothingUsed_IsUnknown(string used)
    {
        _tool.Prints["bjobs"] = used;

        Assert.True((await ReadAsync("fasthost")).IsUnknown);
    }

    [Fact]
    public void Parse_NoLimits_IsUnknown() => Assert.True(LsfSlot.Parse("QUEUE: grid\n", "1 second(s),1 second(s)", 1).IsUnknown);

    private Task<SlotTime> ReadAsync(string host) => new LsfSlot("99", "grid", host, _tool).ReadAsync(TestContext.Current.CancellationToken);
}
