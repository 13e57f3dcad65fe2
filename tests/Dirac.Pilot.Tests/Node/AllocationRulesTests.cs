using Dirac.Pilot.Node;
using Dirac.Pilot.Tests.Support;

namespace Dirac.Pilot.Tests.Node;

public sealed class AllocationRulesTests
{
    private static readonly PilotOptions Untold = PlainNode.Options;

    [Theory]
    [InlineData("", 16)]
    [InlineData("SLURM_CPUS_ON_NODE=4", 4)]
    [InlineData("SLURM_JOB_CPUS_PER_NODE=6(x2),8", 6)]
    [InlineData("NSLOTS=3", 3)]
    [InlineData("PBS_NP=5", 5)]
    [InlineData("LSB_DJOB_NUMPROC=7", 7)]
    [InlineData("SLURM_CPUS_ON_NODE=many", 16)]
    public void Decide_Processors_AreTheSlots(string variable, int processors) => Assert.Equal(processors, AllocationRules.Decide(Untold, Facts(variable)).Processors);

    [Theory]
    [InlineData("", 0)]
    [InlineData("SLURM_MEM_PER_NODE=8192", 8_589)]
    [InlineData("SLURM_CPUS_ON_NODE=2 SLURM_MEM_PER_CPU=1024", 2_147)]
    public void Decide_Memory_IsTheSlots(string variables, long megabytes) => Assert.Equal(megabytes, AllocationRules.Decide(Untold, Facts(variables)).RamMegabytes);

    [Fact]
    public void Decide_ControlGroupIsTighter_ItCounts() =>
        Assert.Equal(4_000, AllocationRules.Decide(Untold, Facts("SLURM_MEM_PER_NODE=8192") with { MemoryLimitMegabytes = 4_000 }).RamMegabytes);

    [Fact]
    public void Decide_CondorAndFeatures_AreRead()
    {
        var condor = Facts("") with { CondorMachine = new Dictionary<string, string> { ["Cpus"] = "2", ["Memory"] = "2000", ["AssignedGPUs"] = "\"GPU-a1,GPU-b2\"" } };
        var features = Facts("") with { JobFeatures = new Dictionary<string, string> { ["allocated_cpu"] = "3", ["max_rss_bytes"] = "6000000000" } };

        Assert.Equal((2, 2_097, "GPU-a1 GPU-b2"), Parts(AllocationRules.Decide(Untold, condor)));
        Assert.Equal((3, 6_000, ""), Parts(AllocationRules.Decide(Untold, features)));
    }

    [Theory]
    [InlineData("", "0 1")]
    [InlineData("CUDA_VISIBLE_DEVICES=3,5", "3 5")]
    [InlineData("CUDA_VISIBLE_DEVICES=", "")]
    [InlineData("CUDA_VISIBLE_DEVICES=NoDevFiles", "")]
    [InlineData("SLURM_JOB_ID=1 SLURM_GPUS_ON_NODE=3", "0 1 2")]
    [InlineData("SLURM_JOB_ID=1 SLURM_JOB_GPUS=2,3", "2 3")]
    [InlineData("SLURM_JOB_ID=1", "")]
    public void Decide_Gpus_AreThoseTheBatchSystemShows(string variables, string gpus) =>
        Assert.Equal(gpus, string.Join(' ', AllocationRules.Decide(Untold, Facts(variables) with { NvidiaDevices = ["0", "1"] }).Gpus));

    [Fact]
    public void Decide_Told_WinsOverEverything()
    {
        var told = Untold with { Processors = 1, RamMegabytes = 500, Gpus = 3 };

        Assert.Equal((1, 500, "7 0 1"), Parts(AllocationRules.Decide(told, Facts("SLURM_CPUS_ON_NODE=4 CUDA_VISIBLE_DEVICES=7") with { MemoryLimitMegabytes = 4_000 })));
    }

    [Fact]
    public void Gpus_TakenAndGivenBack_AddUp()
    {
        var all = GpuSet.First(4);

        var two = all.Take(2);
        var rest = all.Without(two);

        Assert.Equal((2, 2, all), (two.Count, rest.Count, rest.With(two)));
        Assert.Equal(["c", "d"], rest.Names(["a", "b", "c", "d"]));
        Assert.Equal((0, 4, 64), (all.Take(0).Count, all.Take(9).Count, GpuSet.First(64).Count));
    }

    [Fact]
    public void CgroupLimit_TightestOnTheWay_Counts()
    {
        var root = Directory.CreateTempSubdirectory("cgroup-").FullName;
        Directory.CreateDirectory(Path.Combine(root, "system/job/step"));
        File.WriteAllText(Path.Combine(root, "memory.max"), "max\n");
        File.WriteAllText(Path.Combine(root, "system/job/memory.max"), "3000000000\n");
        File.WriteAllText(Path.Combine(root, "system/job/step/memory.max"), "4000000000\n");
        File.WriteAllText(Path.Combine(root, "own"), "0::/system/job/step\n");

        Assert.Equal(3_000, CgroupMemory.LimitMegabytes(Path.Combine(root, "own"), root));
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public void CgroupLimit_VersionOneWithoutLimit_IsNone()
    {
        var root = Directory.CreateTempSubdirectory("cgroup-").FullName;
        Directory.CreateDirectory(Path.Combine(root, "memory/job"));
        File.WriteAllText(Path.Combine(root, "memory/job/memory.limit_in_bytes"), "9223372036854771712\n");
        File.WriteAllText(Path.Combine(root, "own"), "4:memory:/job\n1:cpu:/\n");

        Assert.Null(CgroupMemory.LimitMegabytes(Path.Combine(root, "own"), root));
        Directory.Delete(root, recursive: true);
    }

    private static NodeFacts Facts(string variables) => new(
        variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1]),
        16, null, new Dictionary<string, string>(), new Dictionary<string, string>(), []);

    private static (int Processors, long Megabytes, string Gpus) Parts(NodeResources resources) => (resources.Processors, resources.RamMegabytes, string.Join(' ', resources.Gpus));
}
