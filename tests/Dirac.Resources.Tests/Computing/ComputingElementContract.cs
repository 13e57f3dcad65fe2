using Dirac.Model.Pilots;
using Dirac.Resources.Computing;
using Dirac.Resources.Ssh;
using Dirac.Resources.Tests.Support;
using Dirac.Testing;

namespace Dirac.Resources.Tests.Computing;

/// <summary>What every computing element does, tried on the real thing. The pilot is a shell script that does what its arguments say.</summary>
public abstract class ComputingElementContract : IAsyncDisposable
{
    private const string Program = """
        #!/bin/sh
        read -r secret
        echo "secret $secret"
        printf 'arguments %s\n' "$*"
        echo "complaint" >&2
        case "$*" in
          *--behave\ deaf*) trap '' TERM; sleep 600; sleep 600 ;;
          *--behave\ sleep*) trap 'echo stopped; exit 3' TERM; sleep 600 & wait ;;
          *--behave\ fail*) exit 7 ;;
        esac
        """;

    private readonly TempFolder _folder = new();
    private readonly ComputingElements _elements;

    protected ComputingElementContract() =>
        _elements = new ComputingElements(SshSockets.Of(_folder.FullPath), new SshSettings(), TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected string Area => _folder.File("area of its own");

    protected abstract CEOptions Options { get; }

    private IComputingElement Element => _elements.Of(Options);

    [Fact]
    public async Task Submit_OnePilot_RunsWithSecretAndArgumentsAndIsDone()
    {
        var order = await OrderAsync("one", "it's", "two  words $HOME `x` \\ \"q\"");
        var handle = Assert.Single(await Element.SubmitAsync(order, Cancellation));

        var sighting = await EndAsync(handle);
        var print = (await Element.GetOutputAsync([handle], 100_000, Cancellation))[handle.Stamp];

        Assert.Equal(PilotStatus.Done, sighting.Status);
        Assert.StartsWith($"secret secret of {order.Pilots[0].Stamp}\narguments run --stamp {order.Pilots[0].Stamp} one it's two  words $HOME `x` \\ \"q\" --work-dir /", print.Output, StringComparison.Ordinal);
        Assert.Equal("complaint\n", print.Error);
    }

    [Fact]
    public async Task Submit_Many_EachHasItsOwnStampAndSecret()
    {
        var order = await OrderAsync("a", "b", count: 5);
        var handles = await Element.SubmitAsync(order, Cancellation);

        Assert.Equal(order.Pilots.Select(pilot => pilot.Stamp), handles.Select(handle => handle.Stamp));
        Assert.Equal(5, handles.Select(handle => handle.Reference).Distinct().Count());
        foreach (var handle in handles) Assert.Equal(PilotStatus.Done, (await EndAsync(handle)).Status);
        var prints = await Element.GetOutputAsync(handles, 100_000, Cancellation);
        Assert.All(handles, handle => Assert.StartsWith($"secret secret of {handle.Stamp}\n", prints[handle.Stamp].Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Submit_Secrets_AreGoneFromTheElementWhenItRuns()
    {
        var order = await OrderAsync("--behave", "sleep");
        var handle = Assert.Single(await Element.SubmitAsync(order, Cancellation));
        var output = Path.Combine(Area, "pilots", handle.Stamp, "out");
        await Eventually.SeeAsync(() => Task.FromResult(File.Exists(output) && new FileInfo(output).Length > 0), begun => begun, "The pilot");

        var left = Directory.EnumerateFiles(Area, "*", SearchOption.AllDirectories).Where(file => File.ReadAllText(file).Contains("secret of", StringComparison.Ordinal) && !file.EndsWith("/out", StringComparison.Ordinal));
        Assert.Empty(left);
        await Element.CancelAsync([handle], firmly: true, Cancellation);
    }

    [Fact]
    public async Task Status_PilotThatFails_IsFailedWithItsCode()
    {
        var handle = Assert.Single(await Element.SubmitAsync(await OrderAsync("--behave", "fail"), Cancellation));

        var sighting = await EndAsync(handle);

        Assert.Equal(new PilotSighting(PilotStatus.Failed, "It ended with exit code 7"), sighting);
    }

    [Fact]
    public async Task Status_OfNobody_IsAbortedWithAReason()
    {
        var stranger = new PilotHandle("nobody", "x://y/999999.1");

        var sighting = (await Element.GetStatusAsync([stranger], Cancellation))["nobody"];

        Assert.Equal(PilotStatus.Aborted, sighting.Status);
        Assert.NotEmpty(sighting.Reason!);
    }

    [Fact]
    public async Task Find_AfterALostAnswer_TellsWhichWereStarted()
    {
        var order = await OrderAsync("a");
        var handle = Assert.Single(await Element.SubmitAsync(order, Cancellation));
        await EndAsync(handle);

        var found = await Element.FindAsync([handle.Stamp, "never"], Cancellation);

        Assert.Equal([handle], found);
    }

    [Fact]
    public async Task Cancel_RunningPilot_EndsIt()
    {
        var handle = Assert.Single(await Element.SubmitAsync(await OrderAsync("--behave", "sleep"), Cancellation));
        await SeeAsync(handle, sighting => sighting.Status == PilotStatus.Running);
        await Eventually.SeeAsync(() => Element.GetCapacityAsync(Cancellation), capacity => capacity.Running == 1, "The element's own count");

        await Element.CancelAsync([handle], firmly: false, Cancellation);

        Assert.NotEqual(PilotStatus.Running, (await EndAsync(handle)).Status);
        await Element.CancelAsync([handle], firmly: true, Cancellation);
    }

    [Fact]
    public async Task Cancel_Firmly_EndsOneThatDoesNotListen()
    {
        var handle = Assert.Single(await Element.SubmitAsync(await OrderAsync("--behave", "deaf"), Cancellation));
        await SeeAsync(handle, sighting => sighting.Status == PilotStatus.Running);

        await Element.CancelAsync([handle], firmly: true, Cancellation);

        Assert.NotEqual(PilotStatus.Running, (await EndAsync(handle)).Status);
    }

    [Fact]
    public async Task Clean_EndedPilot_LeavesNothingOfIt()
    {
        var handle = Assert.Single(await Element.SubmitAsync(await OrderAsync("a"), Cancellation));
        await EndAsync(handle);

        await Element.CleanAsync([handle], Cancellation);

        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(Area, "pilots")));
        Assert.Empty(await Element.GetOutputAsync([handle], 1000, Cancellation));
    }

    [Fact]
    public async Task Submit_ProgramChangedOnTheElement_IsNotStarted()
    {
        var order = await OrderAsync("a");
        var first = Assert.Single(await Element.SubmitAsync(order, Cancellation));
        await EndAsync(first);
        await File.AppendAllTextAsync(Path.Combine(Area, "programs", order.Program.Sha256, "dirac-pilot"), "echo evil\n", Cancellation);

        var second = Assert.Single(await Element.SubmitAsync(order with { Pilots = [NewPilot()] }, Cancellation));

        Assert.Equal(new PilotSighting(PilotStatus.Failed, "It ended with exit code 73"), await EndAsync(second));
    }

    [Fact]
    public async Task Submit_AreaThatCannotBeMade_SaysSo()
    {
        await File.WriteAllTextAsync(_folder.File("file"), "", Cancellation);
        var element = _elements.Of(Options with { SharedArea = _folder.File("file/area") });

        var refusal = await Assert.ThrowsAsync<ComputingElementException>(async () => await element.SubmitAsync(await OrderAsync("a"), Cancellation));

        Assert.Equal(CETrouble.QueueBroken, refusal.Trouble);
    }

    public async ValueTask DisposeAsync()
    {
        await _elements.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected Task<PilotOrder> OrderAsync(params string[] arguments) => OrderAsync(arguments, 1);

    private Task<PilotOrder> OrderAsync(string first, string second, int count) => OrderAsync([first, second], count);

    private async Task<PilotOrder> OrderAsync(string[] arguments, int count)
    {
        var path = _folder.File("pilot");
        await File.WriteAllTextAsync(path, Program, Cancellation);
        return new PilotOrder
        {
            Program = await PilotFile.ReadAsync(path, Cancellation),
            Pilots = [.. Enumerable.Range(0, count).Select(_ => NewPilot())],
            Arguments = arguments,
        };
    }

    protected async Task<PilotSighting> SeeAsync(PilotHandle handle, Func<PilotSighting, bool> isRight) => await Eventually.SeeAsync(
        async () => (await Element.GetStatusAsync([handle], Cancellation))[handle.Stamp], isRight, handle.Reference);

    protected IComputingElement ElementWith(CEOptions options) => _elements.Of(options);

    private Task<PilotSighting> EndAsync(PilotHandle handle) => SeeAsync(handle, sighting => PilotStatuses.IsFinal(sighting.Status));

    private static PilotLaunch NewPilot()
    {
        var stamp = Guid.NewGuid().ToString("N");
        return new PilotLaunch(stamp, $"secret of {stamp}");
    }
}
