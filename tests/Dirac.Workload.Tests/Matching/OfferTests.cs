namespace Dirac.Workload.Tests.Matching;

/// <summary>Domain rules 4.3, step 1: tags that follow from what a resource has.</summary>
public sealed class OfferTests
{
    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "")]
    [InlineData(2, "2Processors,MultiProcessor")]
    [InlineData(4, "2Processors,3Processors,4Processors,MultiProcessor")]
    [InlineData(1_025, "")]
    public void Processors_GiveASeriesThatStartsAtTwo(int processors, string tags) =>
        Assert.Equal(List(tags), AnOffer.With(resource => resource with { NumberOfProcessors = processors }).Tags.Order());

    [Fact]
    public void Processors_1024_GiveTheWholeSeries() =>
        Assert.Equal(1_024, AnOffer.With(resource => resource with { NumberOfProcessors = 1_024 }).Tags.Count);

    [Theory]
    [InlineData(0, "")]
    [InlineData(1_999, "")]
    [InlineData(2_000, "2GB")]
    [InlineData(4_999, "2GB,3GB,4GB")]
    [InlineData(1_025_000, "")]
    [InlineData(long.MaxValue, "")]
    public void Memory_GivesASeriesOfWholeGigabytes(long megabytes, string tags) =>
        Assert.Equal(List(tags), AnOffer.With(resource => resource with { MaxRAM = megabytes }).Tags.Order());

    [Fact]
    public void WholeNode_IsATag() => Assert.Equal(["WholeNode"], AnOffer.With(resource => resource with { WholeNode = true }).Tags);

    [Fact]
    public void Tags_Given_StandBesideTheDerived() =>
        Assert.Equal(["2Processors", "GPU", "MultiProcessor"], AnOffer.With(resource => resource with { NumberOfProcessors = 2, Tag = ["GPU"] }).Tags.Order(StringComparer.Ordinal));

    private static string[] List(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
