using Dirac.Model.Pilots;
using Dirac.Resources.Batch;
using Dirac.Resources.Computing;
using Dirac.Resources.Tests.Support;
using Dirac.Testing;

namespace Dirac.Resources.Tests.Computing;

/// <summary>A host whose disk is full, or comes to be.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly BatchElement _element;

    public FullDiskTests() => _element = new BatchElement("host", new StandInShell(_folder), new HostBatch(), Area);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Area => _folder.File("area");

    [Fact]
    public async Task Submit_ProgramDoesNotFit_SaysSoStartsNothingAndLeavesNothing()
    {
        await using var disk = await SmallDisk.MountAsync(Area, 1);
        var order = await TestPilot.OrderAsync(_folder, $"exit 0\n{new string('x', 3 << 20)}");

        var refusal = await Assert.ThrowsAsync<ComputingElementException>(() => _element.SubmitAsync(order, Cancellation));

        Assert.Equal(CETrouble.QueueBroken, refusal.Trouble);
        Assert.Contains("No space left on device", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Area, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Submit_DiskIsFull_SaysSoUntilThereIsSpace()
    {
        await using var disk = await SmallDisk.MountAsync(Area, 1);
        var order = await TestPilot.OrderAsync(_folder, "exit 0");
        var first = Assert.Single(await _element.SubmitAsync(order, Cancellation));
        await _element.SeeAsync(first, sighting => sighting.Status == PilotStatus.Done);
        await disk.FillAsync();

        order = order with { Pilots = [TestPilot.New(), TestPilot.New()] };
        var refusal = await Assert.ThrowsAsync<ComputingElementException>(() => _element.SubmitAsync(order, Cancellation));
        Assert.Equal(CETrouble.QueueBroken, refusal.Trouble);
        Assert.Contains("0 kB are free", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([first.Stamp], Directory.EnumerateDirectories($"{Area}/pilots").Select(Path.GetFileName));
        disk.Empty();

        foreach (var pilot in await _element.SubmitAsync(order, Cancellation)) await _element.SeeAsync(pilot, sighting => sighting.Status == PilotStatus.Done);
    }

    // The secret of a running pilot is gone from its directory, but takes its place until the pilot ends: enough for the exit code.
    [Theory]
    [InlineData("", PilotStatus.Done, null)]
    [InlineData("exec </dev/null; ", PilotStatus.Aborted, "Its process is gone without an exit code: it was killed, the host was restarted, or its disk is full")]
    public async Task Status_DiskFillsUpWhileAPilotRuns_PilotIsNotFollowedForEver(string first, PilotStatus status, string? reason)
    {
        await using var disk = await SmallDisk.MountAsync(Area, 1);
        var order = await TestPilot.OrderAsync(_folder, $"{first}while [ ! -f {_folder.File("end")} ]; do sleep 0.1; done; echo much; echo >{_folder.File("ended")}");
        var pilot = Assert.Single(await _element.SubmitAsync(order, Cancellation));
        await _element.SeeAsync(pilot, sighting => sighting.Status == PilotStatus.Running);
        await Eventually.SeeAsync(() => Task.FromResult(File.Exists($"{Area}/pilots/{pilot.Stamp}/started")), started => started, "The start");

        await disk.FillAsync();
        await File.WriteAllTextAsync(_folder.File("end"), "", Cancellation);
        var end = await _element.SeeAsync(pilot, sighting => PilotStatuses.IsFinal(sighting.Status));

        Assert.True(File.Exists(_folder.File("ended")));
        Assert.Equal(new PilotSighting(status, reason), end);
    }

    public void Dispose() => _folder.Dispose();
}
