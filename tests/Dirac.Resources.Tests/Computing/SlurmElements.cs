using Dirac.Model.Pilots;
using Dirac.Resources.Computing;
using Dirac.Resources.Tests.Support;

namespace Dirac.Resources.Tests.Computing;

public abstract class SlurmElementContract(PrivateServices services) : ComputingElementContract
{
    protected PrivateServices Services => services;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submit_UnknownPartition_IsAWrongRequest()
    {
        var element = ElementWith(Options with { Partition = "nowhere" });

        var refusal = await Assert.ThrowsAsync<ComputingElementException>(async () => await element.SubmitAsync(await OrderAsync("a"), Cancellation));

        Assert.Equal(CETrouble.RequestWrong, refusal.Trouble);
        Assert.Contains("nvalid partition", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(Area, "pilots")));
    }

    [Fact]
    public async Task Capacity_UnknownPartition_IsAWrongRequest() =>
        Assert.Equal(CETrouble.RequestWrong, (await Assert.ThrowsAsync<ComputingElementException>(() => ElementWith(Options with { Partition = "nowhere" }).GetCapacityAsync(Cancellation))).Trouble);

    [Fact]
    public async Task Submit_GpusWhereThereAreNone_IsAWrongRequest() => Assert.Equal(
        CETrouble.RequestWrong,
        (await Assert.ThrowsAsync<ComputingElementException>(async () => await ElementWith(Options).SubmitAsync(await OrderAsync("a") with { Gpus = 1 }, Cancellation))).Trouble);

    [Fact]
    public async Task Submit_UnknownOption_IsAWrongRequest() => Assert.Equal(
        CETrouble.RequestWrong,
        (await Assert.ThrowsAsync<ComputingElementException>(async () => await ElementWith(Options with { SubmitOptions = ["--no-such-option"] }).SubmitAsync(await OrderAsync("a"), Cancellation))).Trouble);

    [Fact]
    public async Task Submit_HeldJob_WaitsAndSaysWhy()
    {
        var element = ElementWith(Options with { Partition = "short", SubmitOptions = ["--hold"] });
        var handle = Assert.Single(await element.SubmitAsync(await OrderAsync("a") with { WallClockSeconds = 90 }, Cancellation));

        var sighting = (await element.GetStatusAsync([handle], Cancellation))[handle.Stamp];

        Assert.Equal(PilotStatus.Waiting, sighting.Status);
        Assert.Contains("Held", sighting.Reason, StringComparison.Ordinal);
        Assert.Equal(1, (await element.GetCapacityAsync(Cancellation)).Waiting);
        await element.CancelAsync([handle], firmly: false, Cancellation);
    }

    [Fact]
    public async Task Status_NodeVanishes_IsAbortedWithSlurmsWord()
    {
        var element = ElementWith(Options);
        var handle = Assert.Single(await element.SubmitAsync(await OrderAsync("--behave", "sleep"), Cancellation));
        await SeeAsync(handle, sighting => sighting.Status == PilotStatus.Running);

        await Services.LoseNodeAsync();
        var sighting = await SeeAsync(handle, sighting => PilotStatuses.IsFinal(sighting.Status));
        await Services.BringNodeBackAsync();

        Assert.Equal(new PilotSighting(PilotStatus.Aborted, "Slurm says NODE_FAIL"), sighting);
        var next = Assert.Single(await element.SubmitAsync(await OrderAsync("a"), Cancellation));
        await SeeAsync(next, seen => seen.Status == PilotStatus.Done);
    }
}

[Collection("Slurm")]
public sealed class LocalSlurmElement : SlurmElementContract
{
    public LocalSlurmElement(PrivateServices services)
        : base(services) => services.UseSlurm();

    protected override CEOptions Options => new() { Name = "cluster", BatchSystem = "SLURM", Partition = "main", SharedArea = Area };
}

[Collection("Slurm")]
public sealed class SshSlurmElement : SlurmElementContract
{
    public SshSlurmElement(PrivateServices services)
        : base(services) => services.UseSlurm();

    protected override CEOptions Options => new() { Name = "cluster", Ssh = Services.Gate(), BatchSystem = "SLURM", SharedArea = Area };
}
