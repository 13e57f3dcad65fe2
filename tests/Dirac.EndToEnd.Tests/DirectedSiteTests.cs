using System.Diagnostics;
using Dirac.Client.Pilots;
using Dirac.Client.Statuses;
using Dirac.Installation;
using Dirac.Model.Api;
using Dirac.Testing;

namespace Dirac.EndToEnd.Tests;

/// <summary>A server sends real pilots to an element whose processes, or whose batch system, die.</summary>
public sealed class DirectedSiteTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly TempFolder _commands = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _commands.Dispose();

    [Fact]
    public async Task Node_VanishesWithItsPayload_JobRunsAgainOnceAndThePilotSaysWhy()
    {
        await using var site = await Site.StartAsync(site => Configuration(site, "Host"), new Dictionary<string, string>());
        var starts = site.File("starts");
        var script = site.Script("payload", $"echo $$ >>{starts}\n[ $(wc -l <{starts}) -gt 1 ] || sleep 1000\necho $$ >>{site.File("ends")}\n");
        var job = (await site.SubmitAsync([$"[ Executable = \"{script}\"; ]"]))[0];
        await Site.UntilAsync(async () => File.Exists(starts) && (await File.ReadAllTextAsync(starts, Token)).EndsWith('\n'), Patience, () => $"The payload did not start: {Words(site)}");

        await VanishAsync(site);
        await site.WaitForDoneAsync(1, Patience);

        var records = new PilotRecordClient(site.Server.Admin);
        IReadOnlyList<PilotOfJob> pilots = [];
        await Site.UntilAsync(async () => (pilots = await records.OfJobAsync(job, Token)).All(pilot => pilot.Status is "Aborted" or "Done"), Patience, () => string.Join("; ", pilots));
        Assert.Equal(["Aborted", "Done"], pilots.Select(pilot => pilot.Status));
        Assert.StartsWith("Its process is gone without an exit code", pilots[0].StatusReason, StringComparison.Ordinal);
        Assert.Equal((2, 1), ((await File.ReadAllLinesAsync(starts, Token)).Length, (await File.ReadAllLinesAsync(site.File("ends"), Token)).Length));
        Assert.Single(await site.Jobs.LogAsync(job, Token), line => line.Status == "Done");
    }

    [Fact]
    public async Task BatchSystem_DeadWhenAJobWaits_IsShownAndTheJobRunsWhenItIsBack()
    {
        var alive = _commands.File("alive");
        Command("squeue", $"[ -f {alive} ] || {{ echo 'slurm_load_jobs error: Unable to contact slurm controller (connect failure)' >&2; exit 1; }}; echo 'JOBID|STATE|REASON|PARTITION'");
        Command("sinfo", "echo 'PARTITION|AVAIL|NODES|STATE'; echo 'main|up|1|idle'");
        Command("sbatch", $"cat >{_commands.File("job")}; setsid sh {_commands.File("job")} >/dev/null 2>&1 </dev/null & echo 7");
        var path = $"{_commands.FullPath}:{Environment.GetEnvironmentVariable("PATH")}";
        await using var site = await Site.StartAsync(site => Configuration(site, "SLURM"), new Dictionary<string, string> { ["PATH"] = path });
        await site.SubmitAsync(["""[ Executable = "/bin/true"; ]"""]);
        DirectedQueueInfo? queue = null;
        await Site.UntilAsync(async () => (queue = await ShowAsync(site)).Trouble is not null, Patience, () => "The trouble is not shown.");

        Assert.Equal(("TryAgain", "Slurm at node: slurm_load_jobs error: Unable to contact slurm controller (connect failure)"), (queue!.Trouble, queue.Message));
        Assert.Equal((0, 0), (queue.Waiting, queue.Running));

        await File.WriteAllTextAsync(alive, "", Token);
        await site.WaitForDoneAsync(1, Patience);
        await Site.UntilAsync(async () => (queue = await ShowAsync(site)) is { Trouble: null, Running: 0 }, Patience, () => $"{queue}");
    }

    // The pilot and everything that it has started, parents first: a payload whose child died before it would go on for a moment.
    private static async Task VanishAsync(Site site)
    {
        var number = await File.ReadAllTextAsync(Directory.GetFiles(site.File("area/pilots"), "number", SearchOption.AllDirectories)[0], Token);
        using var kill = Process.Start("/bin/sh", ["-c", "all() { echo \"$1\"; for child in $(pgrep -P \"$1\"); do all \"$child\"; done; }; kill -9 $(all \"$1\")", "sh", number.Split('.')[0]]);
        await kill.WaitForExitAsync(Token);
    }

    private static async Task<DirectedQueueInfo> ShowAsync(Site site) => Assert.Single(await new DirectionClient(site.Server.User).ShowAsync(Token));

    private static string Words(Site site) => string.Join('\n', File.ReadLines(site.Server.LogFile).TakeLast(5));

    private void Command(string name, string script)
    {
        File.WriteAllText(_commands.File(name), $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(_commands.File(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static string Configuration(Site site, string batch) => $$"""
        Systems
        {
          WorkloadManagement
          {
            SiteDirection
            {
              PilotFile = {{site.Script("pilot", $"exec '{Programs.Pilot}' \"$@\"\n")}}
              StatusIntervalSeconds = 1
            }
            Agents
            {
              SiteDirector
              {
                PollingTime = 1
              }
            }
            Workload
            {
              LeaseSeconds = 5
              LeaseGraceSeconds = 1
              RescueIntervalSeconds = 1
              RescueStartDelaySeconds = 0
            }
          }
        }
        Resources
        {
          Sites
          {
            DIRAC
            {
              DIRAC.Node.org
              {
                CEs
                {
                  node
                  {
                    CEType = Local
                    BatchSystem = {{batch}}
                    SharedArea = {{site.File("area")}}
                    MinAskTime = 0
                    MaxTotalJobs = 1
                    PilotIdleTime = 1
                  }
                }
              }
            }
          }
        }

        """;
}
