using System.Net;
using System.Net.Sockets;
using Dirac.Client.Pilots;
using Dirac.Installation;
using Dirac.Model.Api;

namespace Dirac.EndToEnd.Tests;

/// <summary>A server that no cluster can call, its line cut and mended at bad moments.</summary>
public sealed class FarOfficeTests(FarOffice office) : IClassFixture<FarOffice>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FarNetworks.Gate, FarNetworks.OfficeAddress)]
    [InlineData(FarNetworks.Gate, FarNetworks.RouterAddress)]
    [InlineData(FarNetworks.Node, FarNetworks.OfficeAddress)]
    [InlineData(FarNetworks.Node, FarNetworks.RouterAddress)]
    public async Task Cluster_CallsTheOffice_GetsNowhere(string place, string address)
    {
        office.Demand();
        using var socket = await office.Cluster.Networks.OpenSocketAsync(place);

        var error = await Record.ExceptionAsync(() => socket.ConnectAsync(IPAddress.Parse(address), office.Server.Url.Port, Token).AsTask().WaitAsync(ConnectLimit, Token));

        Assert.True(error is TimeoutException or SocketException, $"A connection from the {place} to {address}: {error?.Message ?? "it was made"}");
    }

    [Fact]
    public async Task Jobs_AtAClusterThatCannotCall_AreDoneAndTheirOutputIsBack()
    {
        office.Demand();
        var jobs = new[] { await office.SubmitAsync(FarOffice.PatientSite, "ip -o -4 addr show scope global >out"), await office.SubmitAsync(FarOffice.PatientSite, "echo second >out") };

        foreach (var job in jobs) Assert.Equal(1, await office.UntilDoneAsync(job));

        Assert.Contains(FarNetworks.NodeAddress, await office.OutputAsync(jobs[0]), StringComparison.Ordinal);
        Assert.Equal("second\n", await office.OutputAsync(jobs[1]));
    }

    [Fact]
    public async Task Line_CutWhileOnePilotWorksAndOneWaits_TheOneDeliversLaterAndTheOtherTakesTheNextJob()
    {
        office.Demand();
        var payload = new SlowPayload(office.NewFile("slow"));
        var job = await office.SubmitAsync(FarOffice.PatientSite, payload.Script);
        await payload.StartedAsync();
        var quick = await office.SubmitAsync(FarOffice.PatientSite, "echo quick >out");
        Assert.Equal(1, await office.UntilDoneAsync(quick));
        var pilots = await PilotsAsync(FarOffice.PatientSite);

        await office.Cluster.Networks.CutAsync(Token);
        await office.UntilReachedAsync(FarOffice.PatientSite, false);
        await payload.EndAsync();
        await office.Cluster.Networks.MendAsync(Token);
        var next = await office.SubmitAsync(FarOffice.PatientSite, "echo next >out");

        Assert.Equal((1, 1), (await office.UntilDoneAsync(job), await office.UntilDoneAsync(next)));
        Assert.Equal((payload.Output, "next\n"), (await office.OutputAsync(job), await office.OutputAsync(next)));
        Assert.Equal(1, payload.Starts);
        Assert.Equal(pilots, await PilotsAsync(FarOffice.PatientSite));
    }

    [Fact]
    public async Task Line_CutWhilePilotsAreHandedIn_TheJobRunsOnceAndNoPilotIsSentForItMeanwhile()
    {
        office.Demand();
        var (calls, hold, held, runs) = (office.NewFile("calls"), office.NewFile("hold"), office.NewFile("held"), office.NewFile("runs"));
        await File.WriteAllTextAsync(hold, "", Token);
        await office.PlaceProgramAsync("sbatch", $"""
            echo >>{calls}
            {await office.Cluster.AskGateAsync("command -v sbatch", Token)} "$@" || exit
            [ ! -f {hold} ] || echo >{held}
            while [ -f {hold} ]; do sleep 0.1; done
            """);

        var job = await office.SubmitAsync(FarOffice.FreshSite, $"echo run | tee -a {runs} >out");
        await Site.UntilAsync(() => Task.FromResult(File.Exists(held)), Patience, () => "No pilot was handed in.");
        await office.Cluster.Networks.CutAsync(Token);
        await office.UntilReachedAsync(FarOffice.FreshSite, false);
        File.Delete(hold);
        await office.Cluster.Networks.MendAsync(Token);
        await office.UntilReachedAsync(FarOffice.FreshSite, true);

        Assert.Equal(1, await office.UntilDoneAsync(job));
        Assert.Single(await File.ReadAllLinesAsync(calls, Token));
        Assert.Equal("run\n", await office.OutputAsync(job));
        await UntilNoPilotsAsync(FarOffice.FreshSite);
        Assert.Single(await File.ReadAllLinesAsync(runs, Token));
    }

    [Fact]
    public async Task Office_AsleepWhileAPayloadEndsAndTheGateHangsUp_ItsReportAndOutputAreDeliveredLater()
    {
        office.Demand();
        var payload = new SlowPayload(office.NewFile("slow"));
        var job = await office.SubmitAsync(FarOffice.PatientSite, payload.Script);
        await payload.StartedAsync();

        await office.Cluster.Networks.SignalAsync(FarNetworks.Office, "STOP", Token);
        await office.Cluster.Networks.CutAsync(Token);
        await office.Cluster.HangUpAsync(Token);
        await payload.EndAsync();
        await office.Cluster.Networks.MendAsync(Token);
        await office.Cluster.Networks.SignalAsync(FarNetworks.Office, "CONT", Token);

        Assert.Equal(1, await office.UntilDoneAsync(job));
        Assert.Equal(payload.Output, await office.OutputAsync(job));
        Assert.Equal(1, payload.Starts);
    }

    [Fact]
    public async Task Server_AwayForLongerThanALease_PayloadEndsWithItAndTheJobRunsAgain()
    {
        office.Demand();
        var payload = new SlowPayload(office.NewFile("slow"));
        var job = await office.SubmitAsync(FarOffice.HastySite, payload.Script);
        await payload.StartedAsync();

        await office.Server.StopAsync(Token);
        try
        {
            await payload.GoneAsync();
        }
        finally
        {
            payload.MayEnd();
            await office.Server.StartAsync(Token);
        }

        Assert.Equal(2, await office.UntilDoneAsync(job));
        Assert.Equal(2, payload.Starts);
        await UntilNoPilotsAsync(FarOffice.HastySite);
    }

    private async Task<IEnumerable<string>> PilotsAsync(string site)
    {
        var page = await new PilotClient(office.Server.Admin).SearchAsync(new SearchRequest { Parameters = ["PilotStamp", "GridSite"] }, 1, 1000, Token);
        return page.Rows.Where(row => row.GetProperty("GridSite").GetString() == site).Select(row => row.GetProperty("PilotStamp").GetString()!).Order();
    }

    private async Task UntilNoPilotsAsync(string site)
    {
        var queue = "";
        await Site.UntilAsync(
            async () => (queue = await office.Cluster.AskGateAsync($"squeue --noheader --partition={site}", Token)).Length == 0, Patience, () => $"Pilots do not end by themselves: {queue}");
    }
}
