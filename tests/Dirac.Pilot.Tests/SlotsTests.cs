using Dirac.Model.Jdl;
using Dirac.Pilot.Matching;
using Dirac.Pilot.Node;

namespace Dirac.Pilot.Tests;

public sealed class SlotsTests
{
    [Theory]
    [InlineData("[ ]", 8, 1)]
    [InlineData("[ NumberOfProcessors = 4; ]", 8, 4)]
    [InlineData("[ NumberOfProcessors = 4; ]", 3, null)]
    [InlineData("[ MinNumberOfProcessors = 2; MaxNumberOfProcessors = 6; ]", 8, 6)]
    [InlineData("[ MinNumberOfProcessors = 2; MaxNumberOfProcessors = 6; ]", 5, 5)]
    [InlineData("[ MinNumberOfProcessors = 2; ]", 8, 8)]
    [InlineData("[ MinNumberOfProcessors = 2; ]", 1, null)]
    [InlineData("[ Tags = { \"MultiProcessor\" }; ]", 5, 5)]
    [InlineData("[ WholeNode = true; ]", 8, 8)]
    [InlineData("[ WholeNode = true; ]", 7, null)]
    public void Fit_Job_TakesWhatItMay(string jdl, int offered, int? taken) =>
        Assert.Equal(taken, new Slots(new SlotShare(8, 16_000)).Fit(new JobDescription(ClassAd.Parse(jdl)), new SlotShare(offered, 16_000))?.Processors);

    [Theory]
    [InlineData("[ ]", 2_000)]
    [InlineData("[ MaxRAM = 5; ]", 5_000)]
    public void Fit_Memory_IsWhatWasAskedForOrAFairShare(string jdl, long megabytes) =>
        Assert.Equal(megabytes, new Slots(new SlotShare(8, 16_000)).Fit(new JobDescription(ClassAd.Parse(jdl)), new SlotShare(8, 16_000))?.RamMegabytes);

    [Theory]
    [InlineData("[ ]", 2, 0)]
    [InlineData("[ Tags = {\"GPU\"}; ]", 2, 1)]
    [InlineData("[ NumberOfGPUs = 2; ]", 2, 2)]
    [InlineData("[ NumberOfGPUs = 2; ]", 1, null)]
    [InlineData("[ WholeNode = true; ]", 2, 2)]
    public void Fit_Gpus_AreThoseAskedFor(string jdl, int offered, int? taken) => Assert.Equal(
        taken,
        new Slots(new SlotShare(8, 16_000, GpuSet.First(2))).Fit(new JobDescription(ClassAd.Parse(jdl)), new SlotShare(8, 16_000, GpuSet.First(offered)))?.Gpus.Count);

    [Fact]
    public void TakeAndReturn_Shares_AddUp()
    {
        var slots = new Slots(new SlotShare(2, 100));

        Assert.Equal(new SlotShare(2, 100), slots.TryTakeFree());
        Assert.Null(slots.TryTakeFree());
        slots.Return(new SlotShare(1, 40));

        Assert.Equal(new SlotShare(1, 40), slots.TryTakeFree());
    }
}
