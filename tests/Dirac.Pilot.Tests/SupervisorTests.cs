using Dirac.Pilot.Supervision;
using Dirac.Pilot.Tests.Support;

namespace Dirac.Pilot.Tests;

public sealed class SupervisorTests : IDisposable
{
    private readonly SupervisorProcesses _processes = new(SupervisorCommand.ForProgram(RunningPilot.Program));
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("supervisor-");

    [Theory]
    [InlineData("exit 0", SupervisorEvent.Exited, 0)]
    [InlineData("exit 3", SupervisorEvent.Exited, 3)]
    [InlineData("kill -9 $$", SupervisorEvent.Signalled, 9)]
    [InlineData("kill -15 $$", SupervisorEvent.Signalled, 15)]
    public async Task Run_EndsSomehow_IsToldExactly(string script, object how, int value)
    {
        await using var payload = Start(script);

        var end = await payload.Ended;

        Assert.Equal(((SupervisorEvent)how, value), (end!.Value.Event, end.Value.Value));
    }

    [Fact]
    public async Task Run_WritesBothStreams_FilesHoldThem()
    {
        await using var payload = Start("echo out; echo err >&2");

        await payload.Ended;

        Assert.Equal(("out\n", "err\n"), (Text("std.out"), Text("std.err")));
    }

    [Fact]
    public async Task Run_UsesCpu_IsMeasured()
    {
        await using var payload = Start("i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done");

        var end = await payload.Ended;

        Assert.InRange(end!.Value.CpuTime.TotalMilliseconds, 20, 20_000);
        Assert.InRange(end.Value.MaxResidentKilobytes, 500, 1_000_000);
    }

    [Fact]
    public async Task Start_NoSuchProgram_IsToldWithTheSystemsError()
    {
        await using var payload = SupervisedPayload.Start(_processes, Spec("/no/such/program"));

        Assert.Equal(new SupervisorMessage(SupervisorEvent.NotStarted, 2), await payload.Ended);
    }

    [Fact]
    public async Task Run_LeavesADaemonBehind_DaemonIsKilledBeforeTheEndIsTold()
    {
        await using var payload = Start("(setsid sh -c 'echo $$ > daemon; exec sleep 1000' &) ; while [ ! -s daemon ]; do :; done");

        var end = await payload.Ended;

        Assert.Equal(SupervisorEvent.Exited, end!.Value.Event);
        Assert.False(IsAlive(Text("daemon")));
    }

    [Fact]
    public async Task Signal_Term_ReachesTheWholeGroup()
    {
        await using var payload = Start("sleep 1000 & echo $! > child; wait");
        await Files.AppearAsync(Path("child"));

        payload.Signal(15);
        var end = await payload.Ended;

        Assert.Equal(SupervisorEvent.Signalled, end!.Value.Event);
        Assert.False(IsAlive(Text("child")));
    }

    [Fact]
    public async Task Kill_PayloadIgnoresTerm_KillEndsIt()
    {
        await using var payload = Start("trap '' TERM; echo x > ready; while :; do sleep 0.1; done");
        await Files.AppearAsync(Path("ready"));

        payload.Signal(15);
        payload.Signal(9);

        Assert.Equal(new { Event = SupervisorEvent.Signalled, Value = 9 }, await payload.Ended is { } end ? new { end.Event, end.Value } : null);
    }

    [Fact]
    public async Task Run_PayloadEnvironment_IsOnlyWhatWasGiven()
    {
        Environment.SetEnvironmentVariable("DIRAC_TOKEN", "a secret");
        await using var payload = Start("env > variables; ls /proc/self/fd > descriptors");

        await payload.Ended;

        Assert.DoesNotContain("DIRAC_TOKEN", Text("variables"), StringComparison.Ordinal);
        Assert.Contains("GIVEN=yes", Text("variables"), StringComparison.Ordinal);
        Assert.Equal("0\n1\n2\n3\n", Text("descriptors"));
    }

    [Theory]
    [InlineData("cat /proc/$PPID/environ")]
    [InlineData("cat /proc/$PPID/mem")]
    [InlineData("cat /proc/$PPID/maps")]
    [InlineData("ls -l /proc/$PPID/fd/0")]
    public async Task Run_PayloadLooksIntoItsSupervisor_IsRefused(string script)
    {
        await using var payload = Start($"exec {script}");

        var end = await payload.Ended;

        Assert.True(end is { Event: SupervisorEvent.Exited, Value: not 0 }, $"{end} {Text("std.out")}");
        Assert.Contains("Permission denied", Text("std.err"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Run_BrokenPipe_EndsTheWriter()
    {
        await using var payload = Start("yes | head -1; echo ${PIPESTATUS:-ok}");

        await payload.Ended;

        Assert.DoesNotContain("Broken pipe", Text("std.err"), StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static bool IsAlive(string pid) => File.Exists($"/proc/{pid.Trim()}/stat") && !File.ReadAllText($"/proc/{pid.Trim()}/stat").Contains(") Z ", StringComparison.Ordinal);

    private SupervisedPayload Start(string script) => SupervisedPayload.Start(_processes, Spec("/bin/sh", "-c", script));

    private PayloadSpec Spec(string program, params string[] arguments) => new()
    {
        Executable = program,
        Arguments = [program, .. arguments],
        Environment = ["PATH=/usr/bin:/bin", "GIVEN=yes"],
        Directory = _directory.FullName,
        StandardOutput = Path("std.out"),
        StandardError = Path("std.err"),
    };

    private string Path(string name) => System.IO.Path.Combine(_directory.FullName, name);

    private string Text(string name) => File.ReadAllText(Path(name));
}
