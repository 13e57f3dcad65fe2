using System.Diagnostics;
using Dirac.Testing;

namespace Dirac.Hosting.Tests.MessageQueues;

/// <summary>A real broker of Debian's packages, started when a test first needs it.</summary>
/// <param name="script">The script in <c>eng</c> that starts it.</param>
/// <param name="package">The package.</param>
/// <param name="variable">Where another one to use is named, as the script prints it; its lines separated by blanks.</param>
/// <param name="arguments">Further arguments of its start.</param>
internal sealed class BrokerServer(string script, string package, string variable, params string[] arguments) : IDisposable
{
    private const int NotHere = 3;

    private readonly TempFolder _folder = new();
    private readonly Lock _gate = new();
    private string[]? _lines;

    /// <summary>What its start printed. Skips the running test when it is not installed.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate) _lines ??= Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? given.Split(' ') : Start();
            Assert.SkipWhen(_lines.Length == 0, $"{package} is not installed: apt-get install -y {package}");
            return _lines;
        }
    }

    /// <summary>Skips the running test unless the broker may be killed.</summary>
    public void NeedOwn() => Assert.SkipUnless(string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)), $"The broker of {variable} is not ours to kill.");

    /// <summary>
    /// Waits until what was declared there is on disk. RabbitMQ has its messages there when it confirms them, but not always the queue: killed soon after, 3.10 starts
    /// without the queue and all that was in it.
    /// </summary>
    public void Settle()
    {
        if (script == "rabbitmq") Assert.Equal(0, Run("ctl", "eval", "mnesia:sync_log().").Code);
    }

    /// <summary>It dies at once, as in a crash.</summary>
    public void Kill() => Run("kill");

    /// <summary>It runs again, at the same address, with what it had on disk.</summary>
    public void Restart() => Start();

    public void Dispose()
    {
        if (_lines is { Length: > 0 } && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable))) Run("stop");
        _folder.Dispose();
    }

    private string[] Start()
    {
        var (code, lines) = Run("start", arguments);
        return code switch
        {
            0 => lines,
            NotHere => [],
            _ => throw new InvalidOperationException($"{package} did not start."),
        };
    }

    private (int Code, string[] Lines) Run(string verb, params string[] further)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository(), "eng", script), [verb, _folder.File(script), .. further]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        // The server may keep its parent's pipes open, so only the lines are read, not the end.
        var lines = new List<string>();
        for (var expected = verb == "start" ? 1 + further.Length : 0; expected > 0 && process.StandardOutput.ReadLine() is { } line; expected--) lines.Add(line);
        process.WaitForExit();
        return (process.ExitCode, [.. lines]);
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Dirac.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
