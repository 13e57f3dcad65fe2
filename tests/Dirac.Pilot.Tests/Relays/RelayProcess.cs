using System.Diagnostics;
using Dirac.Client.Http;
using Dirac.Pilot.Supervision;
using Dirac.Pilot.Tests.Support;

namespace Dirac.Pilot.Tests.Relays;

/// <summary>The command <c>dirac-pilot relay</c> as a process; killed at the end if it still runs.</summary>
internal sealed class RelayProcess : IAsyncDisposable
{
    private readonly Process _process;

    private RelayProcess(Process process, string firstLine) => (_process, FirstLine) = (process, firstLine);

    internal string FirstLine { get; }

    internal static Task<RelayProcess> StartAsync(string target, string file, params string[] more) =>
        StartAsync(["--listen", "127.0.0.1", "--to", $"unix:{target}", "--file", file, .. more]);

    internal static async Task<RelayProcess> StartAsync(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(RunningPilot.Program) { RedirectStandardOutput = true, ArgumentList = { "relay" } };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        return new RelayProcess(process, await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? "");
    }

    internal static RelayAddress? Read(string file) => RelayAddress.TryParse(File.ReadAllText(file));

    internal async Task<int> EndAsync(int signal = 0)
    {
        if (signal != 0) Libc.Kill(_process.Id, signal);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }
}
