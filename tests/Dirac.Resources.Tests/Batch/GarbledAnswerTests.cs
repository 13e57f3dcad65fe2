using Dirac.Model.Pilots;
using Dirac.Resources.Batch;
using Dirac.Resources.Computing;
using Dirac.Resources.Tests.Support;
using Dirac.Testing;

namespace Dirac.Resources.Tests.Batch;

/// <summary>Commands of Slurm that answer nonsense. Nothing is believed of it, and no pilot counts as lost for it.</summary>
public sealed class GarbledAnswerTests : IDisposable
{
    private const string Queue = "echo 'JOBID|STATE|REASON|PARTITION'; echo '7|RUNNING|None|main'";
    private const string Partitions = "echo 'PARTITION|AVAIL|NODES|STATE'; echo 'main|up|1|idle'";

    private readonly TempFolder _folder = new();
    private readonly StandInShell _shell;
    private readonly BatchElement _element;

    public GarbledAnswerTests()
    {
        _shell = new StandInShell(_folder);
        _element = new BatchElement("cluster", _shell, new SlurmBatch(new SlurmOptions { Partition = "main" }), _folder.File("area"));
        _shell.Replace("squeue", Queue);
        _shell.Replace("sinfo", Partitions);
        _shell.Replace("sbatch", "cat >/dev/null; echo 7");
        _shell.Replace("scancel", "exit 0");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Nonsense => new(
        "exit 0",
        "echo 'Welcome to the cluster'",
        "echo 'Segmentation fault' >&2; exit 139",
        "head -c 100000 /bin/sh",
        "yes '<html>500</html>' | head -c 4000000",
        "printf 'JOBID|STA'",
        "echo 'PARTITION|AVAIL|NODES|STATE'; head -c 1000 /bin/sh; echo",
        "echo 'JOBID|STATE|REASON|PARTITION'; echo '7|RUN'",
        "echo 'JOBID|STATE|REASON|PARTITION'; printf '7|\\033[2J\\007|x|main\\n'");

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task Status_SqueueAnswersNonsense_MayBeTriedAgain(string script)
    {
        _shell.Replace("squeue", script);

        await AssertReadableAsync(() => _element.GetStatusAsync([new PilotHandle("a", "slurm://cluster/7")], Cancellation));
        await AssertReadableAsync(() => _element.GetCapacityAsync(Cancellation));
    }

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task Capacity_SinfoAnswersNonsense_NothingIsHandedIn(string script)
    {
        _shell.Replace("sinfo", script);

        await AssertReadableAsync(() => _element.GetCapacityAsync(Cancellation));
    }

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task Submit_SbatchAnswersNonsense_JobIsFoundByItsComment(string script)
    {
        _shell.Replace("sbatch", $"cat >/dev/null; for word; do case $word in --comment=*) echo 'JOBID|COMMENT' >{_folder.File("queue")}; echo \"7|${{word#*=}}\" >>{_folder.File("queue")} ;; esac; done; {script}");
        var order = await TestPilot.OrderAsync(_folder, "true");

        await AssertReadableAsync(() => _element.SubmitAsync(order, Cancellation));
        _shell.Replace("squeue", $"cat {_folder.File("queue")}");

        Assert.Equal([new PilotHandle(order.Pilots[0].Stamp, "slurm://cluster/7")], await _element.FindAsync([order.Pilots[0].Stamp], Cancellation));
    }

    [Fact]
    public async Task Find_SqueueAnswersNonsense_NothingOfAPilotIsRemoved()
    {
        var order = await TestPilot.OrderAsync(_folder, "true");
        var handle = Assert.Single(await _element.SubmitAsync(order, Cancellation));
        File.Delete(_folder.File($"area/pilots/{handle.Stamp}/number"));
        _shell.Replace("squeue", "exit 0");

        await AssertReadableAsync(() => _element.FindAsync([handle.Stamp], Cancellation));

        Assert.True(Directory.Exists(_folder.File($"area/pilots/{handle.Stamp}")));
    }

    [Fact]
    public async Task Status_RemarksAround_AreNotTakenForAnswers()
    {
        _shell.Replace("squeue", $"echo 'squeue: warning: old version' >&2; {Queue}; echo 'squeue: really' >&2");

        Assert.Equal(PilotStatus.Running, (await _element.GetStatusAsync([new PilotHandle("a", "slurm://cluster/7")], Cancellation))["a"].Status);
    }

    [Fact]
    public async Task Status_EndlessAnswer_IsCutOffBeforeItsTimeIsOver()
    {
        _shell.OnTheWay = _ => throw new InvalidOperationException("It was read to its end.");
        _shell.Replace("id", "yes >&2");
        var begun = TimeProvider.System.GetTimestamp();

        var refusal = await Assert.ThrowsAsync<ComputingElementException>(() => _element.GetCapacityAsync(Cancellation));

        Assert.Equal((CETrouble.TryAgain, "A host sent more than 16 MiB in one answer."), (refusal.Trouble, refusal.Message));
        Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(20));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task AssertReadableAsync(Func<Task> callAsync)
    {
        var refusal = await Assert.ThrowsAsync<ComputingElementException>(callAsync);

        Assert.True(refusal.Trouble is CETrouble.TryAgain or CETrouble.QueueBroken, $"{refusal.Trouble}");
        Assert.InRange(refusal.Message.Length, 15, 3_000);
        Assert.DoesNotContain(refusal.Message, char.IsControl);
    }
}
