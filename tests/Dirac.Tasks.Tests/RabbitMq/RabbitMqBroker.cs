using System.Diagnostics;
using Dirac.Tasks.Tests.Transports;
using Dirac.Tasks.Transports;
using Dirac.Testing;

[assembly: AssemblyFixture(typeof(Dirac.Tasks.Tests.RabbitMq.RabbitMqBroker))]

namespace Dirac.Tasks.Tests.RabbitMq;

/// <summary>A real RabbitMQ of Debian's package, started when a test first needs it. Tests that share it run one after the other.</summary>
public sealed class RabbitMqBroker : IDisposable
{
    public const string Collection = "RabbitMQ";
    public const string Variable = "DIRAC_TEST_RABBITMQ";

    private const int NotHere = 3;
    private static readonly string? Given = Environment.GetEnvironmentVariable(Variable);

    private static RabbitMqBroker? _current;

    private readonly TempFolder _folder = new();
    private readonly Lazy<string> _own;

    public RabbitMqBroker()
    {
        _own = new Lazy<string>(Start);
        _current = this;
    }

    /// <summary>Its address. Skips the running test when there is none.</summary>
    public static string NeedAddress()
    {
        var url = string.IsNullOrEmpty(Given) ? _current!._own.Value : Given;
        Assert.SkipWhen(url.Length == 0, "RabbitMQ is not installed: apt-get install -y rabbitmq-server");
        return url;
    }

    /// <summary>Points a host at the broker, with names that no other test has. Skips the running test when there is none.</summary>
    internal static Action<BrokerOptions> Settings()
    {
        var (url, prefix) = (NeedAddress(), TestBrokers.NewPrefix());
        return options => (options.RabbitMQ, options.Prefix) = (url, prefix);
    }

    /// <summary>Skips the running test unless the broker may be killed.</summary>
    public static void NeedOwn() => Assert.SkipUnless(string.IsNullOrEmpty(Given), $"The broker of {Variable} is not ours to kill.");

    /// <summary>It dies at once, as in a crash.</summary>
    public void Kill() => Run("kill");

    /// <summary>While it is dead, all that it kept on disk vanishes.</summary>
    public void Wipe() => Run("wipe");

    /// <summary>Runs <c>rabbitmqctl</c> on it.</summary>
    public void Control(params string[] arguments) => Assert.Equal(0, Run("ctl", arguments).Code);

    /// <summary>It runs again, at the same address.</summary>
    public void Restart() => Start();

    public void Dispose()
    {
        if (_own.IsValueCreated && _own.Value.Length > 0)
            Run("stop");
        _folder.Dispose();
    }

    private string Start()
    {
        var (code, line) = Run("start");
        return code switch
        {
            0 => line,
            NotHere => "",
            _ => throw new InvalidOperationException("RabbitMQ did not start."),
        };
    }

    private (int Code, string Line) Run(string verb, params string[] more)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository(), "eng", "rabbitmq"), [verb, _folder.File("rabbitmq"), .. more])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        // The server may keep its parent's pipes open, so only the line is read, not the end.
        var line = verb == "start" ? process.StandardOutput.ReadLine() : "";
        process.WaitForExit();
        return (process.ExitCode, line ?? "");
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Dirac.slnx")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
