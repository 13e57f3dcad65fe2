using Dirac.Model.Pilots;
using Dirac.Resources.Batch;
using Dirac.Resources.Computing;
using Dirac.Resources.Tests.Support;
using Dirac.Testing;

namespace Dirac.Resources.Tests.Batch;

/// <summary>Clusters that are set up otherwise than usual, or have just been started. Slurm's words are those of a real one.</summary>
public sealed class OddClusterTests : IDisposable
{
    private const string Queue = "echo 'JOBID|STATE|REASON|PARTITION'; echo '7|RUNNING|None|main'";

    // MaxArraySize is 0, or less than the order has pilots.
    private const string Refusal = "echo 'sbatch: error: Batch job submission failed: Invalid job array specification' >&2; exit 1";
    private readonly TempFolder _folder = new();
    private readonly StandInShell _shell;
    private readonly BatchElement _element;

    public OddClusterTests()
    {
        _shell = new StandInShell(_folder);
        _shell.Replace("squeue", Queue);
        _shell.Replace("sinfo", "echo 'PARTITION|AVAIL|NODES|STATE'; echo 'main|up|1|idle'");
        _element = new BatchElement("cluster", _shell, new SlurmBatch(new SlurmOptions { Partition = "main" }), _folder.File("area"));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submit_ManyWithoutArrays_AreHandedInOneByOne()
    {
        _shell.Replace("sbatch", $"cat >/dev/null; case \"$*\" in *--array*) {Refusal} ;; esac; echo x >>{_folder.File("jobs")}; wc -l <{_folder.File("jobs")}");
        var order = await TestPilot.OrderAsync(_folder, "true", count: 3);

        var handles = await _element.SubmitAsync(order, Cancellation);

        Assert.Equal(order.Pilots.Select((pilot, index) => new PilotHandle(pilot.Stamp, $"slurm://cluster/{index + 1}")), handles);
    }

    [Fact]
    public async Task Submit_SecondWithoutArraysIsRefused_FirstIsNotForgotten()
    {
        _shell.Replace("sbatch", $"cat >/dev/null; case \"$*\" in *--array*) {Refusal} ;; esac; [ ! -f {_folder.File("jobs")} ] || {{ echo 'sbatch: error: Invalid account' >&2; exit 1; }}; echo 1 | tee {_folder.File("jobs")}");
        var order = await TestPilot.OrderAsync(_folder, "true", count: 3);

        Assert.Equal([new PilotHandle(order.Pilots[0].Stamp, "slurm://cluster/1")], await _element.SubmitAsync(order, Cancellation));
        Assert.Equal([order.Pilots[0].Stamp], Directory.EnumerateDirectories(_folder.File("area/pilots")).Select(Path.GetFileName));
    }

    // squeue(1): without --all it leaves out jobs in partitions that are configured as hidden.
    [Fact]
    public async Task Status_PilotInAHiddenPartition_IsSeen()
    {
        _shell.Replace("squeue", $"case \" $* \" in *' --all '*) {Queue} ;; *) echo 'JOBID|STATE|REASON|PARTITION' ;; esac");

        Assert.Equal(PilotStatus.Running, (await _element.GetStatusAsync([new PilotHandle("a", "slurm://cluster/7")], Cancellation))["a"].Status);
        Assert.Equal(new CECapacity(1, 0), await _element.GetCapacityAsync(Cancellation));
    }

    [Theory]
    [InlineData("down*", CETrouble.QueueBroken)]
    [InlineData("unknown", CETrouble.TryAgain)]
    public async Task Capacity_NoNodeStartsAnything_BrokenUnlessTheControllerHasJustStarted(string state, CETrouble trouble)
    {
        _shell.Replace("sinfo", $"echo 'PARTITION|AVAIL|NODES|STATE'; echo 'main|up|1|{state}'");

        Assert.Equal(trouble, (await Assert.ThrowsAsync<ComputingElementException>(() => _element.GetCapacityAsync(Cancellation))).Trouble);
    }

    // As a controller does that was killed before it had written down that the job runs.
    [Fact]
    public async Task Submit_BatchSystemStartsTheJobTwice_FirstStartIsLeftAlone()
    {
        _shell.Replace("sbatch", $"cat >{_folder.File("batch")}; echo 7");
        var order = await TestPilot.OrderAsync(_folder, "echo first; exit 4");
        var stamp = Assert.Single(await _element.SubmitAsync(order, Cancellation)).Stamp;

        Assert.Equal(4, await PrivateServices.RunToEndAsync("/bin/sh", _folder.File("batch")));
        Assert.Equal(71, await PrivateServices.RunToEndAsync("/bin/sh", _folder.File("batch")));

        var directory = _folder.File($"area/pilots/{stamp}");
        Assert.Equal(("first\n", "4\n"), (await File.ReadAllTextAsync($"{directory}/out", Cancellation), await File.ReadAllTextAsync($"{directory}/exit", Cancellation)));
        Assert.Contains("it was started before", await File.ReadAllTextAsync($"{directory}/err", Cancellation), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
