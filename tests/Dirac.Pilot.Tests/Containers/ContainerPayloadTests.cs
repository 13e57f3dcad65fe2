using Dirac.Pilot.Tests.Support;

namespace Dirac.Pilot.Tests.Containers;

/// <summary>
/// Payloads in containers: with this machine's podman where it can make a container, and with a stand-in for apptainer that takes the same command line,
/// checks it, and runs the program with the environment that apptainer would give it.
/// </summary>
public sealed class ContainerPayloadTests : IDisposable
{
    private const string StandIn = """
        #!/bin/sh
        [ "$1" = exec ] || exit 255
        shift
        home=
        while :; do
          case "$1" in
            --contain|--cleanenv|--nv|--no-privs) shift;;
            --home) home=$2; shift 2;;
            --bind) shift 2;;
            --pwd) cd "$2" || exit 255; shift 2;;
            *) break;;
          esac
        done
        image=$1; shift
        [ -d "$image" ] || { echo "FATAL: could not open image $image" >&2; exit 255; }
        set -- env -i HOME="$home" PATH=/usr/bin:/bin APPTAINER_CONTAINER="$image" $(env | sed -n 's/^APPTAINERENV_//p' | grep -v '^HOME=') "$@"
        exec "$@"
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("containers-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Apptainer_StandIn_RunsThePayloadWithItsEnvironment()
    {
        await using var server = await FakeServer.StartAsync();
        var job = server.Submit($$"""[ Executable = "/bin/sh"; Arguments = "-c 'echo $APPTAINER_CONTAINER $JOBID $(basename $PWD) $MARK; sleep 2; exit 4'"; StdOutput = "std.out"; ContainerImage = "{{_folder}}"; ExecutionEnvironment = { "MARK=here" }; ]""");
        await using var pilot = await StartAsync(server);

        await job.EndAsync();

        Assert.Equal(("Failed", "Exit code 4"), (job.Statuses[^1].Update.Status, job.Statuses[^1].Update.ApplicationStatus));
        Assert.Contains($"{_folder} {job.Id} job here", job.Beats.Select(beat => beat.StandardOutput));
        Assert.True(server.Offers.TryPeek(out var offer));
        Assert.Equal(["Container", "Apptainer"], offer.Resource.Tag);
    }

    [Fact]
    public async Task Apptainer_StandIn_ThePayloadFindsItsToken()
    {
        await using var server = await FakeServer.StartAsync();
        server.PayloadTokenSeconds = 600;
        var job = server.Submit($$"""[ Executable = "/bin/sh"; Arguments = "-c 'grep -qx payload-1 $BEARER_TOKEN_FILE && exit 7'"; ContainerImage = "{{_folder}}"; ]""");
        await using var pilot = await StartAsync(server);

        await job.EndAsync();

        Assert.Equal("Exit code 7", job.Statuses[^1].Update.ApplicationStatus);
    }

    [Fact]
    public async Task Apptainer_NoSuchImage_SaysWhoFailed()
    {
        await using var server = await FakeServer.StartAsync();
        var job = server.Submit("""[ Executable = "/bin/true"; StdError = "std.err"; ContainerImage = "/nonexistent.sif"; ]""");
        await using var pilot = await StartAsync(server);

        await job.EndAsync();

        Assert.Equal("Exit code 255, with which Apptainer says that it could not make the container", job.Statuses[^1].Update.ApplicationStatus);
        Assert.Equal("FATAL: could not open image /nonexistent.sif", job.Parameter("ApplicationError"));
    }

    [Fact]
    public async Task Podman_OfThisMachine_RunsThePayloadAndKillsItWhole()
    {
        await using var podman = await Podman.TryPrepareAsync(_folder);
        Assert.SkipUnless(podman is not null, "podman cannot make containers here");
        await using var server = await FakeServer.StartAsync();
        server.PayloadTokenSeconds = 600;
        const string Talk = "echo $JOBID $MARK $(cat /etc/image) $(cat $BEARER_TOKEN_FILE); touch made; sleep 1; exit 5";
        var talks = server.Submit($$"""[ Executable = "/bin/sh"; Arguments = "-c '{{Talk}}'"; StdOutput = "std.out"; OutputSandbox = { "made" }; ContainerImage = "{{Podman.Image}}"; ExecutionEnvironment = { "MARK=here" }; ]""");
        await using var pilot = await RunningPilot.StartAsync(server, podman.Variables, [.. podman.Options, "--heartbeat", "0.3", "--kill-grace", "1"]);

        var end = await talks.EndAsync();

        Assert.Equal(("Failed", "Exit code 5"), (talks.Statuses[^1].Update.Status, talks.Statuses[^1].Update.ApplicationStatus));
        Assert.NotNull(end.OutputSandbox);
        Assert.Contains($"{talks.Id} here the image payload-1", talks.Beats.Select(beat => beat.StandardOutput));

        var sleeps = server.Submit($$"""[ Executable = "/bin/sh"; Arguments = "-c 'sleep 98765 & sleep 98765 & wait'"; StdOutput = "std.out"; ContainerImage = "{{Podman.Image}}"; ]""");
        await sleeps.MinorAsync("Application");
        await Files.HappenAsync(() => Sleepers() == 2, "the container's processes did not start");
        server.Order(sleeps, "Kill");
        await sleeps.EndAsync();

        Assert.Equal("Killed", sleeps.Statuses[^1].Update.Status);
        Assert.Equal(0, Sleepers());
        Assert.Equal("", await podman.RunAsync("ps", "--all", "--quiet"));
    }

    [Fact]
    public async Task Podman_NoSuchImage_SaysWhoFailed()
    {
        await using var podman = await Podman.TryPrepareAsync(_folder);
        Assert.SkipUnless(podman is not null, "podman cannot make containers here");
        await using var server = await FakeServer.StartAsync();
        var job = server.Submit("""[ Executable = "/bin/true"; StdError = "std.err"; ContainerImage = "docker://localhost/none:1"; ]""");
        await using var pilot = await RunningPilot.StartAsync(server, podman.Variables, [.. podman.Options]);

        await job.EndAsync();

        Assert.StartsWith("Exit code 125", job.Statuses[^1].Update.ApplicationStatus, StringComparison.Ordinal);
        Assert.Contains("localhost/none", job.Parameter("ApplicationError")!, StringComparison.Ordinal);
    }

    private static int Sleepers() => Directory.EnumerateDirectories("/proc").Count(path => File.Exists($"{path}/cmdline") && ReadCommand($"{path}/cmdline") == "sleep\u000098765\u0000");

    private static string ReadCommand(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return ""; // it ended meanwhile
        }
    }

    private async Task<RunningPilot> StartAsync(FakeServer server)
    {
        var program = Path.Combine(_folder, "apptainer");
        await File.WriteAllTextAsync(program, StandIn, TestContext.Current.CancellationToken);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var variables = new Dictionary<string, string> { ["PATH"] = $"{_folder}:{Environment.GetEnvironmentVariable("PATH")}" };
        return await RunningPilot.StartAsync(server, variables, "--container", "apptainer", "--heartbeat", "0.3");
    }
}
