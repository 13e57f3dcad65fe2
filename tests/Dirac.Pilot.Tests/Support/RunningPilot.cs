using System.Diagnostics;
using Dirac.Pilot.Supervision;

namespace Dirac.Pilot.Tests.Support;

/// <summary>A real pilot process against a fake server; killed at the end if it still runs.</summary>
internal sealed class RunningPilot : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _log = [];

    private RunningPilot(Process process, string workDirectory) => (_process, WorkDirectory) = (process, workDirectory);

    internal string WorkDirectory { get; }

    internal int Pid => _process.Id;

    internal string Log
    {
        get
        {
            lock (_log) return string.Join('\n', _log);
        }
    }

    /// <summary>The build under test: DIRAC_PILOT names a native one, else the plain build of the same configuration.</summary>
    internal static string Program { get; } = Environment.GetEnvironmentVariable("DIRAC_PILOT") ?? PlainBuild();

    internal static bool IsNative => Environment.GetEnvironmentVariable("DIRAC_PILOT") is not null;

    internal static async Task<RunningPilot> StartAsync(FakeServer server, params string[] options) =>
        await StartAsync(server, Directory.CreateTempSubdirectory("dirac-pilot-").FullName, options);

    /// <summary>Starts one with further variables in its environment.</summary>
    internal static async Task<RunningPilot> StartAsync(FakeServer server, IReadOnlyDictionary<string, string> variables, params string[] options) =>
        await StartAsync(server, Directory.CreateTempSubdirectory("dirac-pilot-").FullName, options, variables);

    /// <summary>Starts one by another program that becomes the pilot.</summary>
    internal static async Task<RunningPilot> StartByAsync(string program, FakeServer server, params string[] options) =>
        await StartAsync(server, Directory.CreateTempSubdirectory("dirac-pilot-").FullName, options, program: program);

    internal static async Task<RunningPilot> StartAsync(
        FakeServer server, string workDirectory, string[] options, IReadOnlyDictionary<string, string>? variables = null, string? program = null)
    {
        var start = new ProcessStartInfo(program ?? Program)
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            ArgumentList = { "run", "--url", $"{server.Url}", "--stamp", "stamp", "--site", "LCG.Test.org", "--ce", "ce.test", "--work-dir", workDirectory },
        };
        foreach (var option in options) start.ArgumentList.Add(option);
        foreach (var (name, value) in variables ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var pilot = new RunningPilot(Process.Start(start)!, workDirectory);
        pilot._process.ErrorDataReceived += pilot.Keep;
        pilot._process.BeginErrorReadLine();
        await pilot._process.StandardInput.WriteLineAsync("the-secret");
        pilot._process.StandardInput.Close();
        return pilot;
    }

    internal void Signal(int signal) => Libc.Kill(Pid, signal);

    internal async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        TestContext.Current.TestOutputHelper?.WriteLine(Log);
        Directory.Delete(WorkDirectory, recursive: true);
    }

    private static string PlainBuild()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(here.Parent!.Parent!.FullName, "Dirac.Pilot", here.Name, "dirac-pilot");
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_log) _log.Add(line.Data ?? "");
    }
}
