using Dirac.Model.Pilots;
using Dirac.Resources.Batch;
using Dirac.Resources.Computing;
using Dirac.Resources.Tests.Support;
using Dirac.Testing;

namespace Dirac.Resources.Tests.Computing;

/// <summary>A real slurmctld that is killed at the worst moments and started again.</summary>
[Collection("Slurm")]
public sealed class ControllerDeathTests : IAsyncDisposable
{
    private const string Sleep = "trap 'exit 3' TERM; sleep 300 & wait";

    private readonly TempFolder _folder = new();
    private readonly PrivateServices _services;
    private readonly StandInShell _shell;

    public ControllerDeathTests(PrivateServices services)
    {
        _services = services;
        services.UseSlurm();
        _shell = new StandInShell(_folder);
        _shell.Set("SLURM_CONF", services.HastySlurm());
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pilots_ControllerDiesWhileTheyRun_AreFollowedToTheirEnd()
    {
        var element = Element();
        var order = await TestPilot.OrderAsync(_folder, $"while [ ! -f {_folder.File("end")} ]; do sleep 0.1; done");
        var handle = Assert.Single(await element.SubmitAsync(order, Cancellation));
        await element.SeeAsync(handle, sighting => sighting.Status == PilotStatus.Running);
        await SaveAsync(handle);

        _services.KillController();
        var status = await Assert.ThrowsAsync<ComputingElementException>(() => element.GetStatusAsync([handle], Cancellation));
        var capacity = await Assert.ThrowsAsync<ComputingElementException>(() => element.GetCapacityAsync(Cancellation));
        await File.WriteAllTextAsync(_folder.File("end"), "", Cancellation);
        await Eventually.SeeAsync(() => Task.FromResult(File.Exists(_folder.File($"area/pilots/{handle.Stamp}/exit"))), ended => ended, "The end of the pilot");
        await _services.StartControllerAsync();

        Assert.Equal((CETrouble.TryAgain, CETrouble.TryAgain), (status.Trouble, capacity.Trouble));
        Assert.Contains("Unable to contact slurm controller", status.Message, StringComparison.Ordinal);
        Assert.Equal(PilotStatus.Done, (await element.GetStatusAsync([handle], Cancellation))[handle.Stamp].Status);
    }

    [Fact]
    public async Task Pilots_ControllerDiesAndComesBackWhileTheyRun_StillRun()
    {
        var element = Element();
        var handles = await element.SubmitAsync(await TestPilot.OrderAsync(_folder, Sleep, 2), Cancellation);
        foreach (var handle in handles) await element.SeeAsync(handle, sighting => sighting.Status == PilotStatus.Running);
        await SaveAsync(handles[0]);

        _services.KillController();
        await _services.StartControllerAsync();

        Assert.All((await element.GetStatusAsync(handles, Cancellation)).Values, sighting => Assert.Equal(PilotStatus.Running, sighting.Status));
        await EndAsync(element, handles);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Submit_ControllerDiesBeforeItsAnswer_PilotsAreFoundByTheirJobsComment(int count)
    {
        var element = Element("--hold");
        _shell.Replace("sbatch", $"""
            for word; do case $word in --comment=*) comment=$word ;; esac; done
            real=$(PATH=${"{PATH#*:}"}; command -v sbatch)
            "$real" "$@" >/dev/null || exit 9
            until grep -q "${"{comment#*=}"}" {_services.SavedJobs} 2>/dev/null; do sleep 0.1; done
            kill -9 "$(cat {_services.ControllerPid})"
            echo 'sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)' >&2
            exit 1
            """);
        var order = await TestPilot.OrderAsync(_folder, "true", count);
        var stamps = order.Pilots.Select(pilot => pilot.Stamp).ToList();

        var lost = await Assert.ThrowsAsync<ComputingElementException>(() => element.SubmitAsync(order, Cancellation));
        var away = await Assert.ThrowsAsync<ComputingElementException>(() => element.FindAsync(stamps, Cancellation));
        await _services.StartControllerAsync();
        var found = await element.FindAsync(stamps, Cancellation);

        Assert.Equal((CETrouble.TryAgain, CETrouble.TryAgain), (lost.Trouble, away.Trouble));
        Assert.Equal(stamps, found.Select(handle => handle.Stamp));
        Assert.Equal(count, found.Select(handle => handle.Reference).Distinct().Count());
        Assert.All((await element.GetStatusAsync(found, Cancellation)).Values, sighting => Assert.Equal(PilotStatus.Waiting, sighting.Status));
        await EndAsync(element, found);
    }

    [Fact]
    public async Task Submit_ControllerDeadBeforeTheJobCameIn_NothingIsFoundAndNothingLeft()
    {
        var element = Element();
        _shell.Replace("sbatch", $"kill -9 \"$(cat {_services.ControllerPid})\"; PATH=${"{PATH#*:}"} exec sbatch \"$@\"");
        var order = await TestPilot.OrderAsync(_folder, "true");

        var lost = await Assert.ThrowsAsync<ComputingElementException>(() => element.SubmitAsync(order, Cancellation));
        await _services.StartControllerAsync();

        Assert.Equal(CETrouble.TryAgain, lost.Trouble);
        Assert.Empty(await element.FindAsync([order.Pilots[0].Stamp], Cancellation));
        Assert.Empty(Directory.EnumerateDirectories(_folder.File("area/pilots")));
        _shell.Restore("sbatch");
        Assert.Single(await element.SubmitAsync(order with { Pilots = [TestPilot.New()] }, Cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        await _services.StartControllerAsync();
        await _services.ClearSlurmAsync();
        _folder.Dispose();
    }

    private BatchElement Element(params string[] more) => new("cluster", _shell, new SlurmBatch(new SlurmOptions { Partition = "main", More = more }), _folder.File("area"));

    // The controller writes its jobs down some seconds after they have changed; before that, a crash loses them. Perhaps it has done so already, so there is one more change.
    private async Task SaveAsync(PilotHandle pilot)
    {
        var begun = TimeProvider.System.GetUtcNow().UtcDateTime;
        Assert.Equal(0, await PrivateServices.RunToEndAsync("scontrol", "update", $"JobId={pilot.Reference.Split('/')[^1]}", "AdminComment=seen"));
        await Eventually.SeeAsync(() => Task.FromResult(File.GetLastWriteTimeUtc(_services.SavedJobs)), saved => saved > begun, "The controller's file of jobs");
    }

    private static async Task EndAsync(BatchElement element, IReadOnlyList<PilotHandle> pilots)
    {
        await element.CancelAsync(pilots, firmly: true, Cancellation);
        await element.CancelAsync(pilots, firmly: false, Cancellation);
        foreach (var pilot in pilots) await element.SeeAsync(pilot, sighting => PilotStatuses.IsFinal(sighting.Status));
    }
}
