using System.Diagnostics;
using Dirac.Testing;

namespace Dirac.Tasks.Tests.Transports;

/// <summary>A Redis that the test may kill; skipped where there is none.</summary>
internal sealed class OwnRedis : IOwnBroker
{
    private const int NotHere = 3;

    private readonly TempFolder _folder = new();

    private OwnRedis()
    {
    }

    public TestBroker Kind => TestBroker.Redis;

    public string Address { get; private set; } = "";

    private string Folder => _folder.File("redis");

    public static OwnRedis Start()
    {
        var redis = new OwnRedis();
        redis.Restart();
        return redis;
    }

    public void Kill()
    {
        using var server = Process.GetProcessById(int.Parse(File.ReadAllText(Path.Combine(Folder, "pid")), System.Globalization.CultureInfo.InvariantCulture));
        server.Kill();
        server.WaitForExit();
    }

    public void DeleteData() => Directory.Delete(Path.Combine(Folder, "data"), recursive: true);

    public void Restart()
    {
        var (code, line) = Run("start");
        Assert.SkipWhen(code == NotHere, "Redis is not installed: apt-get install -y redis-server");
        Assert.Equal(0, code);
        Address = line;
    }

    public void Dispose()
    {
        if (Address.Length > 0)
            Run("stop");
        _folder.Dispose();
    }

    private (int Code, string Line) Run(string verb)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Dirac.slnx")))
            root = root.Parent!;
        using var script = Process.Start(new ProcessStartInfo(Path.Combine(root.FullName, "eng", "redis"), [verb, Folder]) { RedirectStandardOutput = true })!;
        // Only the line: the server holds on to nothing of this process, but reading to the end would wait for it if it did.
        var line = script.StandardOutput.ReadLine() ?? "";
        script.WaitForExit();
        return (script.ExitCode, line);
    }
}
