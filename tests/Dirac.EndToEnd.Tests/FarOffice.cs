using Dirac.Client.Jobs;
using Dirac.Client.Sandboxes;
using Dirac.Client.Statuses;
using Dirac.Installation;
using Dirac.Model.Api;
using Dirac.Testing;

namespace Dirac.EndToEnd.Tests;

/// <summary>A server on the loopback address of an office that nobody can call, and a cluster behind a gate that it calls by ssh; started once for the tests of a class.</summary>
public sealed class FarOffice : IAsyncLifetime
{
    /// <summary>A site with two pilots at most, which wait long for work, and leases that outlast a server that is away.</summary>
    public const string PatientSite = "DIRAC.Patient.org";

    /// <summary>A site with leases of a few seconds, and pilots that end soon.</summary>
    public const string HastySite = "DIRAC.Hasty.org";

    /// <summary>A site whose pilots end as soon as they have no work.</summary>
    public const string FreshSite = "DIRAC.Fresh.org";

    // A connection that says nothing is given up after three seconds instead of 45.
    private const string Impatient = "-o ServerAliveInterval=1";

    private const string Sites = "/Resources/Sites/DIRAC";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] SiteNames = [PatientSite, HastySite, FreshSite];

    private readonly TempFolder _folder = new();
    private FarCluster? _cluster;
    private InstalledServer? _server;
    private Doorway? _doorway;
    private string _whyNot = "";
    private int _files;

    /// <summary>The cluster.</summary>
    public FarCluster Cluster => _cluster!;

    /// <summary>The server.</summary>
    public InstalledServer Server => _server!;

    /// <summary>Its jobs.</summary>
    public JobClient Jobs => new(Server.User);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A full path that nothing has yet.</summary>
    public string NewFile(string name) => _folder.File($"{name}{++_files}");

    /// <summary>Skips the test when this machine cannot have such networks.</summary>
    public void Demand() => Assert.SkipWhen(_cluster is null, _whyNot);

    public async ValueTask InitializeAsync()
    {
        (_cluster, _whyNot) = await FarCluster.StartAsync(_folder.File("far"), 8, string.Join(';', SiteNames.Select(site => $"PartitionName={site} Nodes=ALL MaxTime=INFINITE State=UP").Prepend("SchedulerParameters=sched_min_interval=0,batch_sched_delay=0")), Token);
        if (_cluster is null) return;
        await PlaceProgramAsync("pilot", $"exec '{Programs.Pilot}' \"$@\"\n");
        _server = _cluster.PrepareServer(_folder.File("server"), TimeProvider.System);
        _doorway = _cluster.OpenDoorway(_server);
        await _server.StartWithAsync(Options(_cluster), Token);
    }

    /// <summary>Puts a program where the gate finds it first.</summary>
    public async Task PlaceProgramAsync(string name, string script)
    {
        var path = Path.Combine(Cluster.Programs, name);
        await File.WriteAllTextAsync(path, "#!/bin/sh\n" + script, Token);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Waits until the server has noticed whether a site can be reached.</summary>
    public async Task UntilReachedAsync(string site, bool reached)
    {
        var direction = new DirectionClient(Server.User);
        var seen = "";
        await Site.UntilAsync(
            async () =>
            {
                var queue = (await direction.ShowAsync(Token)).First(queue => queue.Site == site);
                seen = $"{queue.Trouble}: {queue.Message}";
                return queue.Trouble is null == reached;
            },
            Patience,
            () => $"{site} should be {(reached ? "in reach" : "out of reach")}, and is said to be: {seen}");
    }

    /// <summary>Submits a shell script that leaves a file "out".</summary>
    /// <returns>The job's number.</returns>
    public async Task<long> SubmitAsync(string site, string script)
    {
        var path = NewFile("payload");
        await File.WriteAllTextAsync(path, script, Token);
        return (await Jobs.SubmitAsync([$$"""[ Executable = "/bin/sh"; Arguments = "{{path}}"; OutputSandbox = {"out"}; Site = "{{site}}"; ]"""], Token))[0].JobID;
    }

    /// <summary>What a job left in its file "out".</summary>
    public async Task<string> OutputAsync(long job)
    {
        var (archive, target) = (NewFile("archive"), Directory.CreateDirectory(NewFile("output")).FullName);
        var sandboxes = new SandboxClient(Server.User);
        await sandboxes.DownloadAsync(Assert.Single(await Jobs.SandboxesAsync(job, "output", Token)), archive, Token);
        await SandboxArchive.UnpackAsync(archive, target, new SandboxLimits(), Token);
        return await File.ReadAllTextAsync(Path.Combine(target, "out"), Token);
    }

    /// <summary>Waits until a job is Done.</summary>
    /// <returns>How many attempts that took.</returns>
    public async Task<int> UntilDoneAsync(long job)
    {
        IReadOnlyList<LoggingRecord> log = [];
        await Site.UntilAsync(
            async () => (log = await Jobs.LogAsync(job, Token))[^1].Status == "Done",
            Patience,
            () => $"Job {job} is not Done: {string.Join(", ", log.Select(line => $"{line.Status} ({line.MinorStatus})"))}; the server's last words: {LastWords()}");
        return log.Count(line => line.Status == "Matched");
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        if (_doorway is not null) await _doorway.DisposeAsync();
        if (_cluster is not null) await _cluster.DisposeAsync();
        _folder.Dispose();
    }

    // Each site has a partition of its own, of its name.
    private Dictionary<string, string> Options(FarCluster cluster) => new(
    [
        .. SiteNames.SelectMany(site => cluster.ElementAt($"{Sites}/{site}/CEs/{site}", _folder.File("area"), site, Impatient)),
        .. SiteNames.Select(site => KeyValuePair.Create($"{Sites}/{site}/CEs/{site}/MinAskTime", "0")),
        .. SiteNames.Select(site => KeyValuePair.Create($"{Sites}/{site}/CEs/{site}/PilotIdleTime", site == PatientSite ? "120" : "2")),
        .. new Dictionary<string, string>
        {
            [$"{Sites}/{PatientSite}/LeaseSeconds"] = "600", [$"{Sites}/{PatientSite}/CEs/{PatientSite}/MaxTotalJobs"] = "2",
            [$"/Operations/Defaults/Pilot/Sites/{HastySite}/ExtraPilotOptions"] = "--answer-timeout 2",
            ["/Systems/WorkloadManagement/Workload/LeaseSeconds"] = "5", ["/Systems/WorkloadManagement/Workload/LeaseGraceSeconds"] = "2",
            ["/Systems/WorkloadManagement/Workload/RescueIntervalSeconds"] = "1", ["/Systems/WorkloadManagement/Workload/RescueStartDelaySeconds"] = "1",
            ["/Systems/WorkloadManagement/SiteDirection/PilotFile"] = Path.Combine(cluster.Programs, "pilot"),
            ["/Systems/WorkloadManagement/SiteDirection/StatusIntervalSeconds"] = "1",
            ["/Systems/WorkloadManagement/Agents/SiteDirector/PollingTime"] = "1",
        },
    ]);

    private string LastWords() => string.Join('\n', File.ReadLines(Server.LogFile).TakeLast(5));
}
