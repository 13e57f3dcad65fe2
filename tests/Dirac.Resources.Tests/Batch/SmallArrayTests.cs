using Dirac.Resources.Batch;
using Dirac.Resources.Computing;
using Dirac.Resources.Tests.Support;
using Dirac.Testing;

namespace Dirac.Resources.Tests.Batch;

/// <summary>A cluster whose MaxArraySize is 0 or small. Slurm's words are those of a real one.</summary>
public sealed class SmallArrayTests : IDisposable
{
    private const string Refusal = "echo 'sbatch: error: Batch job submission failed: Invalid job array specification' >&2; exit 1";
    private readonly TempFolder _folder = new();
    private readonly StandInShell _shell;
    private readonly BatchElement _element;

    public SmallArrayTests()
    {
        _shell = new StandInShell(_folder);
        _element = new BatchElement("cluster", _shell, new SlurmBatch(new SlurmOptions()), _folder.File("area"));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submit_Many_AreHandedInOneByOne()
    {
        _shell.Replace("sbatch", $"cat >/dev/null; case \"$*\" in *--array*) {Refusal} ;; esac; echo x >>{_folder.File("jobs")}; wc -l <{_folder.File("jobs")}");
        var order = await TestPilot.OrderAsync(_folder, "true", count: 3);

        var handles = await _element.SubmitAsync(order, Cancellation);

        Assert.Equal(order.Pilots.Select((pilot, index) => new PilotHandle(pilot.Stamp, $"slurm://cluster/{index + 1}")), handles);
    }

    [Fact]
    public async Task Submit_SecondIsRefused_FirstIsNotForgotten()
    {
        _shell.Replace("sbatch", $"cat >/dev/null; case \"$*\" in *--array*) {Refusal} ;; esac; [ ! -f {_folder.File("jobs")} ] || {{ echo 'sbatch: error: Invalid account' >&2; exit 1; }}; echo 1 | tee {_folder.File("jobs")}");
        var order = await TestPilot.OrderAsync(_folder, "true", count: 3);

        Assert.Equal([new PilotHandle(order.Pilots[0].Stamp, "slurm://cluster/1")], await _element.SubmitAsync(order, Cancellation));
        Assert.Equal([order.Pilots[0].Stamp], Directory.EnumerateDirectories(_folder.File("area/pilots")).Select(Path.GetFileName));
    }

    public void Dispose() => _folder.Dispose();
}
