using Dirac.Resources.Batch;
using Dirac.Resources.Computing;
using Dirac.Resources.Looks;

namespace Dirac.Resources.Tests.Batch;

public sealed class HostLookTests
{
    private const string Host = "m\thost\tnode1\tx86_64\tDebian\nm\tsize\t8\t16000\n";

    [Fact]
    public void Read_ClusterWithSeveralKindsOfNodes_IsSummedByPartition()
    {
        var facts = Read(Host + "m\tfree\t500\nm\tpartition\tmain*\tup\t1-02:03:04\t3\t8+\t16000+\nm\tpartition\tmain*\tup\t1-02:03:04\t1\t4\t8000\nm\tpartition\tgpu\tdown\tinfinite\t1\t2\t1000\nm\tend\n");

        Assert.Equal(("node1", "x64", 8, 16_000L, 500L), (facts.HostName, facts.Architecture, facts.Processors, facts.RamMegabytes, facts.FreeMegabytes!.Value));
        Assert.Equal(new PartitionFacts("main", true, true, new TimeSpan(1, 2, 3, 4), 4, 4, 8_000), facts.Partitions[0]);
        Assert.Equal(new PartitionFacts("gpu", false, false, null, 1, 2, 1_000), facts.Partitions[1]);
    }

    [Theory]
    [InlineData("10:00", 600)]
    [InlineData("2:00:00", 7_200)]
    [InlineData("2-00:00:00", 172_800)]
    public void Read_TimeLimits_AreUnderstood(string text, int seconds) =>
        Assert.Equal(seconds, Read($"{Host}m\tpartition\tp\tup\t{text}\t1\t1\t1\nm\tend\n").Partitions[0].TimeLimit!.Value.TotalSeconds);

    [Fact]
    public void Read_SlurmThatDoesNotAnswer_IsToldAndTheHostIsKnown()
    {
        var facts = Read(Host + "m\ttrouble\tsinfo: fatal: Could not establish a configuration source\nm\tend\n");

        Assert.Equal(("node1", "sinfo: fatal: Could not establish a configuration source"), (facts.HostName, facts.SlurmTrouble));
        Assert.Empty(facts.Partitions);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Welcome to node1!\n")]
    [InlineData(Host)]
    [InlineData("m\thost\tnode1\tx86_64\tDebian\nm\tsize\tmany\t16000\nm\tend\n")]
    [InlineData("m\tend\n")]
    [InlineData(Host + "m\tpartition\tmain\tup\nm\tend\n")]
    public void Read_Garbage_MayBeTriedAgain(string text) => Assert.Equal(CETrouble.TryAgain, Assert.Throws<ComputingElementException>(() => Read(text)).Trouble);

    [Fact]
    public void Read_BannersAround_AreNotTakenForAnswers() => Assert.Equal("node1", Read($"Welcome!\nm host evil\n{Host}have a nice day\nm\tend\nbye\n").HostName);

    private static HostFacts Read(string text) => HostLook.Read(BatchAnswer.Read(text, "m"));
}
