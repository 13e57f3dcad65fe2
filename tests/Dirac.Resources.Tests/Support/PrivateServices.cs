using System.Diagnostics;
using System.Globalization;
using Dirac.Resources.Ssh;
using Dirac.Testing;

[assembly: AssemblyFixture(typeof(Dirac.Resources.Tests.Support.PrivateServices))]

namespace Dirac.Resources.Tests.Support;

/// <summary>A real Slurm and a real sshd of Debian's packages, started when a test first needs them.</summary>
public sealed class PrivateServices : IDisposable
{
    // The login shell of the session, and a profile that greets and leaves the line open.
    private const string LoginShell = "DIRAC_TEST_SHELL";
    private const string Login = $$"""[ -z "${{LoginShell}}" ] || printf 'Welcome to this host'; exec "${{{LoginShell}}:-bash}" -c "$SSH_ORIGINAL_COMMAND" """;

    private readonly TempFolder _folder = new();
    private readonly Lazy<string> _slurm;
    private readonly Lazy<string> _ssh;

    public PrivateServices()
    {
        _slurm = new Lazy<string>(() => Start("slurm", "--conf", "SchedulerParameters=sched_min_interval=0,batch_sched_delay=0"));
        _ssh = new Lazy<string>(() => Start("sshd", $"SetEnv SLURM_CONF={SlurmOrNothing()}", "MaxStartups 100", $"AcceptEnv {LoginShell}", $"ForceCommand {Login}"));
    }

    /// <summary>Path of the folder in which the services live.</summary>
    public string Folder => _folder.FullPath;

    /// <summary>Has the commands of Slurm speak to the private cluster.</summary>
    public void UseSlurm()
    {
        Assert.SkipWhen(_slurm.Value.Length == 0, "Slurm is not installed: apt-get install -y slurmctld slurmd slurm-client munge");
        Environment.SetEnvironmentVariable("SLURM_CONF", _slurm.Value);
    }

    /// <summary>A configuration of the cluster with which commands soon give up on a controller that does not answer.</summary>
    public string HastySlurm()
    {
        var path = _folder.File("hasty-slurm.conf");
        File.WriteAllText(path, "MessageTimeout=2\n" + File.ReadAllText(_slurm.Value));
        return path;
    }

    /// <summary>Kills the cluster's controller, as a crash does.</summary>
    public void KillController()
    {
        using var controller = Process.GetProcessById(int.Parse(File.ReadAllText(ControllerPid), CultureInfo.InvariantCulture));
        controller.Kill();
        controller.WaitForExit();
    }

    /// <summary>Path of the file that holds the controller's process id.</summary>
    public string ControllerPid => _folder.File("slurm/slurmctld.pid");

    private static string Node => Environment.MachineName.Split('.')[0];

    /// <summary>Path of the file in which the controller keeps its jobs.</summary>
    public string SavedJobs => _folder.File("slurm/state/job_state");

    /// <summary>Starts the controller again and waits until it answers.</summary>
    public async Task StartControllerAsync()
    {
        // A process that nobody has buried yet has no command line.
        var commandLine = $"/proc/{(await File.ReadAllTextAsync(ControllerPid)).Trim()}/cmdline";
        if (!File.Exists(commandLine) || (await File.ReadAllTextAsync(commandLine)).Length == 0) await RunToEndAsync("/usr/sbin/slurmctld", "-f", _slurm.Value);
        await Eventually.SeeAsync(() => RunToEndAsync("scontrol", "ping"), code => code == 0, "The controller");
    }

    /// <summary>Ends all jobs. A controller that was killed may take jobs for running that have ended long ago, so it begins anew and remembers nothing.</summary>
    public async Task ClearSlurmAsync()
    {
        await RunToEndAsync("scancel", "--quiet", $"--user={Environment.UserName}");
        KillController();
        await RunToEndAsync("/usr/sbin/slurmctld", "-c", "-f", _slurm.Value);
        await Eventually.SeeAsync(() => RunToEndAsync("/bin/sh", "-c", "[ -z \"$(squeue --noheader)\" ] && sinfo --noheader --format=%T | grep -q idle"), code => code == 0, "An idle cluster");
    }

    /// <summary>The node dies with all that runs on it, and the controller notices.</summary>
    public async Task LoseNodeAsync()
    {
        await RunToEndAsync("/bin/sh", "-c", $"""
            slurmd=$(cat {_folder.File("slurm/slurmd.pid")})
            # What slurmd started belongs to its session of processes: the steps, and what these started.
            for step in $(pgrep -x slurmstepd); do
              tr '\\0' '\n' <"/proc/$step/environ" 2>/dev/null | grep -qx 'SLURM_CONF={_slurm.Value}' || continue
              for job in $(pgrep -P "$step"); do kill -9 -- "-$job" "$job" 2>/dev/null; done
              kill -9 "$step"
            done
            kill -9 "$slurmd"
            """);
        await RunToEndAsync("scontrol", "update", $"nodename={Node}", "state=down", "reason=vanished");
    }

    /// <summary>The node is there again, empty.</summary>
    public async Task BringNodeBackAsync()
    {
        await RunToEndAsync("/usr/sbin/slurmd", "-f", _slurm.Value, "-N", Node);
        await RunToEndAsync("scontrol", "update", $"nodename={Node}", "state=resume");
    }

    /// <summary>Runs a program and tells its exit code.</summary>
    public static async Task<int> RunToEndAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    /// <summary>The private sshd, as "gate" of a configuration of its own.</summary>
    public SshTarget Gate()
    {
        Assert.SkipWhen(_ssh.Value.Length == 0, "sshd is not installed: apt-get install -y openssh-server openssh-client");
        return new SshTarget("gate") { Options = ["-F", _ssh.Value] };
    }

    /// <summary>The same for an account with another login shell and a profile that prints.</summary>
    public SshTarget GateWith(string loginShell) => Gate() with { Options = [.. Gate().Options, "-o", $"SetEnv={LoginShell}={loginShell}"] };

    public void Dispose()
    {
        if (_ssh.IsValueCreated) Run("sshd", "stop");
        if (_slurm.IsValueCreated) Run("slurm", "stop");
        _folder.Dispose();
    }

    private string SlurmOrNothing() => _slurm.Value.Length > 0 ? _slurm.Value : "/dev/null";

    private string Start(string service, params string[] more)
    {
        var (code, output) = Run(service, "start", more);
        return code switch
        {
            0 => output.Trim().Split('\n')[^1],
            3 => "",
            _ => throw new InvalidOperationException($"{service} did not start: {output}"),
        };
    }

    private (int Code, string Output) Run(string service, string verb, params string[] more)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository(), "eng", service)) { RedirectStandardOutput = true };
        foreach (var word in (string[])[verb, _folder.File(service), .. more]) start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        // The daemons keep their parent's pipes open, so only the line is read, not the end.
        var line = verb == "start" ? process.StandardOutput.ReadLine() : "";
        process.WaitForExit();
        return (process.ExitCode, line ?? "");
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Dirac.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
