using Dirac.Model.Pilots;
using Dirac.Resources.Batch;
using Dirac.Resources.Computing;
using Dirac.Resources.Tests.Support;
using Dirac.Testing;

namespace Dirac.Resources.Tests.Computing;

/// <summary>Answers of a host that are cut off on their way, when what was asked for is done all the same.</summary>
public sealed class LostAnswerTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StandInShell _shell;
    private readonly BatchElement _element;

    public LostAnswerTests()
    {
        _shell = new StandInShell(_folder);
        _element = new BatchElement("host", _shell, new HostBatch(), _folder.File("area"));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(30)]
    public async Task Submit_AnswerCutOff_PilotIsFoundAndHasRunOnce(int kept)
    {
        await File.WriteAllTextAsync(_folder.File("starts"), "", Cancellation);
        var order = await TestPilot.OrderAsync(_folder, $"echo started >>{_folder.File("starts")}; sleep 300 & wait");
        await _element.SubmitAsync(order with { Pilots = [TestPilot.New()] }, Cancellation);
        _shell.OnTheWay = reply => reply with { Output = reply.Output[..kept] };

        var lost = await Assert.ThrowsAsync<ComputingElementException>(() => _element.SubmitAsync(order, Cancellation));
        _shell.OnTheWay = reply => reply;
        var found = Assert.Single(await _element.FindAsync([order.Pilots[0].Stamp], Cancellation));

        Assert.Equal(CETrouble.TryAgain, lost.Trouble);
        Assert.Equal(PilotStatus.Running, (await _element.GetStatusAsync([found], Cancellation))[found.Stamp].Status);
        await Eventually.SeeAsync(async () => await File.ReadAllTextAsync(_folder.File("starts"), Cancellation), starts => starts.Split('\n').Length == 3, "One start of each");
    }

    [Fact]
    public async Task Find_HostDiedBeforeItNotedTheNumber_FindsTheRunningPilot()
    {
        var handle = Assert.Single(await _element.SubmitAsync(await TestPilot.OrderAsync(_folder, "sleep 300 & wait"), Cancellation));
        var directory = _folder.File($"area/pilots/{handle.Stamp}");
        await Eventually.SeeAsync(() => Task.FromResult(File.Exists($"{directory}/started")), started => started, "The start");
        File.Delete($"{directory}/number");

        Assert.Equal([handle], await _element.FindAsync([handle.Stamp], Cancellation));
    }

    [Fact]
    public async Task Status_PilotEndedBeforeItsBeginWasNoted_IsNotAliveForEver()
    {
        var gone = new PilotHandle("gone", "host://host/4194304.");

        Assert.Equal(PilotStatus.Aborted, (await _element.GetStatusAsync([gone], Cancellation))["gone"].Status);
    }

    [Fact]
    public async Task Run_HostRefusesWithoutAShell_ReasonIsWhatItSays()
    {
        _shell.OnTheWay = reply => reply with { ExitCode = 1, Output = "", Error = "This account is \e[31mcurrently not available.\n" };

        var refusal = await Assert.ThrowsAsync<ComputingElementException>(() => _element.GetCapacityAsync(Cancellation));

        Assert.Equal(CETrouble.TryAgain, refusal.Trouble);
        Assert.EndsWith("This account is  [31mcurrently not available.", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        foreach (var pilot in Directory.Exists(_folder.File("area/pilots")) ? Directory.GetDirectories(_folder.File("area/pilots")) : []) End(pilot);
        _folder.Dispose();
    }

    private static void End(string pilot)
    {
        using var kill = System.Diagnostics.Process.Start("/bin/sh", ["-c", "kill -s KILL -- -$(cut -d . -f 1 \"$1/number\") 2>/dev/null; true", "sh", pilot]);
        kill.WaitForExit();
    }
}
