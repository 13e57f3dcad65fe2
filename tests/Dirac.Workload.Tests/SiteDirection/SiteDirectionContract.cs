using System.Text.Json;
using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Resources.Computing;
using Dirac.Testing;
using Dirac.Workload.Pilots;
using Dirac.Workload.SiteDirection;
using Dirac.Workload.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Workload.Tests.SiteDirection;

public sealed class SiteDirectionSqlite() : SiteDirectionContract(Engine.Sqlite);

public sealed class SiteDirectionMySql() : SiteDirectionContract(Engine.MySql);

/// <summary>Pilots are sent to this machine, where a shell script stands for them.</summary>
public abstract class SiteDirectionContract(Engine engine) : IAsyncDisposable
{
    private const string Site = "DIRAC.Here.org";
    private readonly TempFolder _folder = new();
    private WorkloadServer? _server;
    private Community? _community;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private WorkloadServer Server => _server!;

    private Community Community => _community!;

    [Fact]
    public async Task Round_JobsThatWait_GetPilotsThatAreFollowedToTheirEnd()
    {
        await StartAsync("echo \"I had $secret\"; echo bad >&2");
        await Community.WaitingAsync();

        var pilot = await PilotAsync(pilot => pilot.Status == "Done");

        Assert.Equal((Site, "here", "default"), (pilot.GridSite, pilot.DestinationSite, await QueueOfAsync(pilot)));
        Assert.StartsWith("host://here/", pilot.PilotJobReference, StringComparison.Ordinal);
        var output = (await Community.Operator().GetAsync($"/api/pilots/{pilot.PilotStamp}/output")).Json;
        Assert.Matches("^I had [0-9a-f]{64}\n$", (string?)output["StdOutput"]);
        Assert.Equal("bad\n", (string?)output["StdError"]);
        Assert.Empty(Directory.EnumerateDirectories(_folder.File("area/pilots")));
        Assert.Equal(0, await Server.CountAsync("PilotAgentsDB", "x_PilotSecrets"));
    }

    [Fact]
    public async Task Round_PilotThatFails_IsFailedWithItsReason()
    {
        await StartAsync("exit 7");
        await Community.WaitingAsync();

        Assert.Equal("It ended with exit code 7", (await PilotAsync(pilot => pilot.Status == "Failed")).StatusReason);
    }

    [Fact]
    public async Task Round_PilotsThatFailBeforeTheyLogIn_AreFollowedByPausesThatGrow()
    {
        await StartAsync("exit 7");
        await Community.WaitingAsync();

        await PilotAsync(pilot => pilot.Status == "Failed");
        var shown = await DirectionAsync();
        var first = await PauseAsync();
        await RoundAsync();

        Assert.Equal(("QueueBroken", "Pilots end here before they log in: It ended with exit code 7"), (shown.Trouble, shown.Message));
        Assert.Equal($"'dirac pilot output {(await PilotsAsync()).Single().PilotStamp}' shows what one of them printed.", shown.Advice);

        await Server.ExecuteAsync("PilotAgentsDB", "UPDATE {x_DirectedQueues} SET PausedUntilMs = 0");
        await AllAsync(pilots => pilots.Count == 2 && pilots.All(pilot => pilot.Status == "Failed"));
        Assert.InRange(await PauseAsync(), 1.8 * first, 2.2 * first);
    }

    [Fact]
    public async Task Round_PilotThatGaveUpWhileTheElementWasOutOfReach_IsNoTroubleOfTheQueue()
    {
        await StartAsync($"while [ ! -f {_folder.File("end")} ]; do sleep 0.1; done; exit 1");
        await Community.WaitingAsync();
        var pilot = await PilotAsync(pilot => pilot.Status == "Running");
        await File.WriteAllTextAsync(_folder.File("end"), "", Cancellation);
        await Eventually.SeeAsync(() => Task.FromResult(File.Exists(_folder.File($"area/pilots/{pilot.PilotStamp}/exit"))), isThere => isThere, "The pilot's end");
        await Server.ExecuteAsync("PilotAgentsDB", "UPDATE {x_DirectedQueues} SET Trouble = 'TryAgain', Message = 'gate cannot be reached'");

        await PilotAsync(one => one.PilotStamp == pilot.PilotStamp && one.Status == "Failed");

        Assert.Null((await DirectionAsync()).Trouble);
    }

    [Fact]
    public async Task Round_PilotsThatLogIn_EndTheMemoryOfThoseThatFailed()
    {
        await StartAsync("exit 7");
        await Community.WaitingAsync();
        await PilotAsync(pilot => pilot.Status == "Failed");
        await File.WriteAllTextAsync(Server.PilotFile, "#!/bin/sh\nread -r secret\necho $secret; exec sleep 300\n", Cancellation);
        await Server.ExecuteAsync("PilotAgentsDB", "UPDATE {x_DirectedQueues} SET PausedUntilMs = 0");
        var pilot = (await AllAsync(pilots => pilots.Any(pilot => pilot.Status == "Running"))).Single(pilot => pilot.Status == "Running");
        Assert.Equal(1, await Server.CountAsync("PilotAgentsDB", "x_DirectedQueues", "Failures = 1 AND Trouble = ''"));

        var secret = (await Eventually.SeeAsync(() => File.ReadAllTextAsync(_folder.File($"area/pilots/{pilot.PilotStamp}/out"), Cancellation), text => text.EndsWith('\n'), "The secret")).Trim();
        await LogInAsync(pilot.PilotStamp, secret);
        await AllAsync(_ => true);

        Assert.Equal(1, await Server.CountAsync("PilotAgentsDB", "x_DirectedQueues", "Failures = 0 AND Trouble = ''"));
    }

    [Fact]
    public async Task Round_MoreJobsThanRoom_SendsAsManyAsMayBe()
    {
        await StartAsync("exec sleep 300", "MaxTotalJobs = 2\nMaxWaitingJobs = 5");
        await Community.WaitingAsync(6);

        await Eventually.SeeAsync(() => Server.CountAsync("PilotAgentsDB", "PilotAgents"), count => count == 2, "Two pilots");
        await RoundAsync();

        Assert.Equal(2, await Server.CountAsync("PilotAgentsDB", "PilotAgents"));
        var shown = await DirectionAsync();
        Assert.Equal((2, 2, 5), (shown.Waiting + shown.Running, shown.MaxTotal, shown.MaxWaiting));
    }

    [Fact]
    public async Task Round_PilotThatHasJustStartedAndHadNoJob_IsReliedOnForAMinute()
    {
        await StartAsync("exec sleep 300", "MaxTotalJobs = 2\nMaxWaitingJobs = 2");
        await Community.WaitingAsync();
        await PilotAsync(pilot => pilot.Status == "Running");

        await AllAsync(_ => true);
        Assert.Single(await PilotsAsync());

        await Server.ExecuteAsync("PilotAgentsDB", "UPDATE {x_DirectedPilots} SET StartedMs = StartedMs - 61000");
        await AllAsync(pilots => pilots.Count == 2);
    }

    [Fact]
    public async Task Round_ElementOutOfService_SendsNoneAndSaysWhyUntilItIsBack()
    {
        await StartAsync("exit 0");
        Server.Statuses.Say(Community.Vo, "here", "Banned", "full");
        await Community.WaitingAsync();
        await RoundAsync();

        Assert.Equal(0, await Server.CountAsync("PilotAgentsDB", "PilotAgents"));
        var shown = await DirectionAsync();
        Assert.Equal(("OutOfService", "here is Banned (full)"), (shown.Trouble, shown.Message));

        Server.Statuses.Say(Community.Vo, "here", "Active");
        await PilotAsync(pilot => pilot.Status == "Done");
        Assert.Null((await DirectionAsync()).Trouble);
    }

    [Fact]
    public async Task Secret_OfAPilot_IsGoodForItsOwnStampOnlyWhileItLives()
    {
        await StartAsync("echo $secret; exec sleep 300");
        await Community.WaitingAsync();
        var pilot = await PilotAsync(pilot => pilot.Status == "Running");
        var printed = _folder.File($"area/pilots/{pilot.PilotStamp}/out");
        var secret = (await Eventually.SeeAsync(() => File.ReadAllTextAsync(printed, Cancellation), text => text.EndsWith('\n'), "The secret")).Trim();

        Assert.Equal(401, (int)(await LogInAsync("somebody", secret)).Status);
        Assert.Equal(200, (int)(await LogInAsync(pilot.PilotStamp, secret)).Status);
        Assert.Equal(200, (int)(await LogInAsync(pilot.PilotStamp, secret)).Status);
        await Community.Operator().PatchAsync("/api/pilots/metadata", $$$"""{"{{{pilot.PilotStamp}}}": {"Status": "Aborted"}}""");
        Assert.Equal(401, (int)(await LogInAsync(pilot.PilotStamp, secret)).Status);
    }

    [Fact]
    public async Task Kill_PilotThatRuns_EndsItAtItsElement()
    {
        await StartAsync("exec sleep 300");
        await Community.WaitingAsync();
        var pilot = await PilotAsync(pilot => pilot.Status == "Running");

        await Community.Operator().PostAsync("/api/pilots/kill", $$"""{"pilot_stamps": ["{{pilot.PilotStamp}}"]}""");

        await PilotAsync(pilot => pilot.Status == "Deleted");
        await Eventually.SeeAsync(
            async () =>
            {
                await Server.ExecuteAsync("PilotAgentsDB", "UPDATE {x_DirectedQueues} SET FollowedMs = 0");
                await RoundAsync();
                return Directory.Exists(_folder.File($"area/pilots/{pilot.PilotStamp}"));
            },
            exists => !exists,
            "The end of the pilot");
    }

    [Fact]
    public async Task Trouble_AreaThatCannotBeMade_IsShownAndPausedUntilItIsMended()
    {
        await File.WriteAllTextAsync(_folder.File("area"), "in the way", Cancellation);
        await StartAsync("exit 0");
        var job = Assert.Single(await Community.WaitingAsync());

        var shown = await Eventually.SeeAsync(DirectionAsync, queue => queue.Trouble is not null, "The trouble");
        Assert.Equal("QueueBroken", shown.Trouble);
        Assert.Contains($"Pilots cannot be sent to {Site}: {shown.Message}", (await Community.User().GetAsync($"/api/jobs/{job}/why")).Read(ModelJsonContext.Default.JobWhy).Summary, StringComparison.Ordinal);
        Assert.Contains($"Queue default of here gets no pilots: {shown.Message}", (await Community.User().GetAsync($"/api/sites/{Site}/why")).Read(ModelJsonContext.Default.SiteReport).Summary, StringComparison.Ordinal);
        Assert.True(shown.PausedUntil > DateTimeOffset.UnixEpoch);
        var pilots = await Server.CountAsync("PilotAgentsDB", "PilotAgents");
        await RoundAsync();
        Assert.Equal(pilots, await Server.CountAsync("PilotAgentsDB", "PilotAgents"));

        File.Delete(_folder.File("area"));
        await Server.ConfigureAsync($"/Resources/Sites/DIRAC/{Site}/CEs/here/MaxTotalJobs", "3");
        await RoundAsync();

        await PilotAsync(pilot => pilot.Status == "Done");
        Assert.Null((await Eventually.SeeAsync(DirectionAsync, queue => queue.Trouble is null, "The end of the trouble")).PausedUntil);
    }

    [Fact]
    public async Task Submission_WhoseAnswerWasLost_IsFoundAgain()
    {
        await StartAsync("exec sleep 300");
        await Community.WaitingAsync();
        var before = await PilotAsync(pilot => pilot.Status == "Running");
        await Server.ExecuteAsync("PilotAgentsDB", "UPDATE {x_DirectedPilots} SET Reference = NULL, SubmittedMs = SubmittedMs - 1000000");
        await Server.ExecuteAsync("PilotAgentsDB", "UPDATE {PilotAgents} SET PilotJobReference = 'lost'");

        await PilotAsync(pilot => pilot.PilotJobReference == before.PilotJobReference);
    }

    [Fact]
    public async Task Submission_ThatNeverArrived_IsFailed()
    {
        await StartAsync("exec sleep 300");
        await Community.WaitingAsync();
        var pilot = await PilotAsync(pilot => pilot.Status == "Running");
        await Server.ExecuteAsync("PilotAgentsDB", "UPDATE {x_DirectedPilots} SET Reference = NULL, SubmittedMs = SubmittedMs - 1000000, Stamp = 'never'");
        await Server.ExecuteAsync("PilotAgentsDB", "UPDATE {PilotAgents} SET PilotStamp = 'never'");

        await PilotAsync(found => found.PilotID == pilot.PilotID && found.Status == "Failed");
    }

    [Theory]
    [InlineData(DyingElement.Moment.Before)]
    [InlineData(DyingElement.Moment.After)]
    public async Task HandIn_ServerDiesInTheMiddle_NoPilotIsDoubledAndEveryRowEnds(DyingElement.Moment moment)
    {
        await StartAsync($"echo $$ >>{_folder.File("starts")}; while [ ! -f {_folder.File("end")} ]; do sleep 0.05; done", "MaxTotalJobs = 1");
        await File.WriteAllTextAsync(_folder.File("starts"), "", Cancellation);
        await HandInAsync(moment);
        await Community.WaitingAsync(3);

        // Its answer may still come: nobody is sent in its place, and it is not given up.
        await RoundAsync();
        await VisitsEndAsync();
        var pilot = Assert.Single(await PilotsAsync());
        Assert.Equal("Submitted", pilot.Status);

        await Server.ExecuteAsync("PilotAgentsDB", "UPDATE {x_DirectedPilots} SET SubmittedMs = SubmittedMs - 1000000");
        var found = await PilotAsync(pilot => pilot.Status == "Running");
        Assert.Equal(moment == DyingElement.Moment.After, found.PilotID == pilot.PilotID);
        await Eventually.SeeAsync(() => File.ReadAllTextAsync(_folder.File("starts"), Cancellation), starts => starts.Split('\n').Length == 2, "One start");
        await File.WriteAllTextAsync(_folder.File("end"), "", Cancellation);
        await PilotAsync(pilot => pilot.PilotID == found.PilotID && pilot.Status == "Done");
        var first = (await PilotsAsync()).First(row => row.PilotID == pilot.PilotID);
        Assert.Equal(moment == DyingElement.Moment.After ? ("Done", "") : ("Failed", "It was not taken: the computing element did not answer, and does not know it"), (first.Status, first.StatusReason is "Unknown" or null ? "" : first.StatusReason));
    }

    [Fact]
    public async Task Round_QueueThatIsConfiguredNoMore_KeepsItsPilotsUntilTheyFallSilent()
    {
        await StartAsync("exec sleep 300");
        await Community.WaitingAsync();
        await PilotAsync(pilot => pilot.Status == "Running");
        await Server.ConfigureAsync($"/Resources/Sites/DIRAC/{Site}/CEs/here/CEType", "Elsewhere");

        await AllAsync(pilots => pilots.Single().Status == "Running");
        Assert.Equal(1, await Server.CountAsync("PilotAgentsDB", "x_DirectedPilots"));

        await Server.ExecuteAsync("PilotAgentsDB", "UPDATE {x_DirectedPilots} SET SubmittedMs = SubmittedMs - 1000000000");
        Assert.Contains("not configured any more", (await PilotAsync(pilot => pilot.Status == "Aborted")).StatusReason, StringComparison.Ordinal);
        Assert.Equal(0, await Server.CountAsync("PilotAgentsDB", "x_DirectedPilots"));
        Assert.Equal(0, await Server.CountAsync("PilotAgentsDB", "x_PilotSecrets"));
    }

    [Fact]
    public async Task Hold_OfAQueue_IsOnesOwnUntilItIsGivenBackOrOver()
    {
        await StartAsync("exit 0");
        var queue = new QueueName("DIRAC.Other.org", "ce", "q");

        Assert.True(await HoldAsync(queue, "one", 60_000));
        Assert.False(await HoldAsync(queue, "two", 60_000));
        Assert.False(await ReleaseAsync(queue, "two"));
        Assert.True(await ReleaseAsync(queue, "one"));
        Assert.True(await HoldAsync(queue, "two", -1_000));
        Assert.True(await HoldAsync(queue, "three", 60_000));
        Assert.False(await ReleaseAsync(queue, "two"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            foreach (var pilot in Directory.Exists(_folder.File("area/pilots")) ? Directory.GetDirectories(_folder.File("area/pilots")) : []) End(pilot);
            await _server.DisposeAsync();
        }

        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private static void End(string pilot)
    {
        if (!File.Exists(Path.Combine(pilot, "number"))) return;
        using var kill = System.Diagnostics.Process.Start("/bin/sh", ["-c", "kill -s KILL -- -$(cut -d . -f 1 \"$1/number\") 2>/dev/null; true", "sh", pilot]);
        kill.WaitForExit();
    }

    private async Task StartAsync(string pilot, string options = "")
    {
        var vo = Unique.Name("vo");
        _server = await WorkloadServer.StartAsync(engine, $$"""
            Resources
            {
              Sites
              {
                DIRAC
                {
                  {{Site}}
                  {
                    CEs
                    {
                      here
                      {
                        CEType = Local
                        BatchSystem = Host
                        VO = {{vo}}
                        SharedArea = {{_folder.File("area")}}
                        MinAskTime = 0
                        {{options}}
                      }
                    }
                  }
                }
              }
            }
            """);
        _community = new Community(_server, vo);
        await File.WriteAllTextAsync(_server.PilotFile, $"#!/bin/sh\nread -r secret\n{pilot}\n", Cancellation);
    }

    // As a server that is killed: what it was doing is not finished, and nobody clears up after it.
    private async Task HandInAsync(DyingElement.Moment moment)
    {
        var queue = Assert.Single(Server.Services.GetRequiredService<DirectedQueues>().Now);
        var element = new DyingElement(Server.Services.GetRequiredService<ComputingElements>().Of(queue.Element), moment);
        await Assert.ThrowsAsync<DyingElement.KilledException>(() => Server.Services.GetRequiredService<HandInPilots>().RunAsync(queue, element, null, new Dictionary<string, int> { [Community.Vo] = 1 }, Cancellation));
    }

    private Task<long> VisitsEndAsync() => Eventually.SeeAsync(() => Server.CountAsync("JobDB", "x_Tasks", "Name = 'DirectQueue'"), count => count == 0, "The end of a visit");

    private Task RoundAsync() => Server.RoundAsync(new SiteRound(), "DirectSites");

    private async Task<PilotRow> PilotAsync(Func<PilotRow, bool> isRight) => (await AllAsync(pilots => pilots.Any(isRight))).First(isRight);

    // Rounds are made until it is so; the statuses are asked for each time.
    private Task<IReadOnlyList<PilotRow>> AllAsync(Func<IReadOnlyList<PilotRow>, bool> isRight) => Eventually.SeeAsync(
        async () =>
        {
            await Server.ExecuteAsync("PilotAgentsDB", "UPDATE {x_DirectedQueues} SET FollowedMs = 0, AskedMs = 0");
            await RoundAsync();
            await VisitsEndAsync();
            return await PilotsAsync();
        },
        isRight,
        "The pilots");

    private Task<double> PauseAsync() => Server.Database("PilotAgentsDB").ReadAsync(
        (session, token) => session.ScalarAsync<double>("SELECT PausedUntilMs - AskedMs FROM {x_DirectedQueues}", null, token), Cancellation);

    private Task<IReadOnlyList<PilotRow>> PilotsAsync() => Server.Database("PilotAgentsDB").ReadAsync(
        (session, token) => session.QueryAsync<PilotRow>("SELECT PilotID, PilotStamp, PilotJobReference, VO, Status, StatusReason, GridSite, DestinationSite FROM {PilotAgents}", null, token),
        Cancellation);

    private Task<string> QueueOfAsync(PilotRow pilot) => Server.Database("PilotAgentsDB").ReadAsync(
        (session, token) => session.ScalarAsync<string>("SELECT Queue FROM {PilotAgents} WHERE PilotID = @PilotID", new { pilot.PilotID }, token), Cancellation);

    private async Task<DirectedQueueInfo> DirectionAsync() =>
        (await Community.User().GetAsync("/api/sites/direction")).Read(ModelJsonContext.Default.IReadOnlyListDirectedQueueInfo).Single();

    private Task<Reply> LogInAsync(string stamp, string secret) =>
        Server.With(null).PostAsync("/api/auth/pilot", JsonSerializer.Serialize(new PilotLoginRequest(stamp, secret), ModelJsonContext.Default.PilotLoginRequest));

    private Task<bool> HoldAsync(QueueName queue, string holder, long milliseconds) =>
        Server.Database("PilotAgentsDB").WriteAsync((session, token) => DirectionStore.HoldAsync(session, queue, holder, milliseconds, token), Cancellation);

    private Task<bool> ReleaseAsync(QueueName queue, string holder) => Server.Database("PilotAgentsDB").WriteAsync(
        (session, token) => DirectionStore.ReleaseAsync(session, queue, holder, new QueueOutcome { Digest = "d" }, token), Cancellation);
}
