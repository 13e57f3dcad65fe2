using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Dirac.Wire.Values;

namespace Dirac.Hosting.Rpc.Standard;

/// <summary>What <c>ping</c> tells of this process and its host. Thread-safe.</summary>
internal sealed class ProcessFacts
{
    private static readonly string Version = typeof(ProcessFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _clock;
    private readonly DateTime _start;
    private volatile Known? _known;

    public ProcessFacts(TimeProvider clock)
    {
        _clock = clock;
        using var process = Process.GetCurrentProcess();
        _start = process.StartTime.ToUniversalTime();
    }

    /// <summary>The facts under the keys clients know; what the host does not tell is left out. They are looked up once a second, for pings come often.</summary>
    /// <param name="service">Name of the service that is asked.</param>
    public WireValue Describe(string service)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        var known = _known;
        if (known is null || now - known.At > GoodFor || now < known.At) _known = known = new Known(now, Look(now));
        return WireValue.Dict([("name", service), ("time", WireValue.Of(now)), .. known.Facts]);
    }

    private List<(WireValue Name, WireValue Value)> Look(DateTime now)
    {
        List<(WireValue, WireValue)> facts =
        [
            ("version", Version),
            ("service start time", WireValue.Of(_start)),
            ("service uptime", (long)(now - _start).TotalSeconds),
            ("cpu times", CpuTimes(now)),
        ];
        if (FirstNumbers("/proc/uptime", 1) is { } uptime) facts.Add(("host uptime", (long)double.Parse(uptime, CultureInfo.InvariantCulture)));
        if (FirstNumbers("/proc/loadavg", 3) is { } load) facts.Add(("load", load));
        return facts;
    }

    private WireValue CpuTimes(DateTime now)
    {
        var used = Environment.CpuUsage;
        return WireValue.Dict(
            ("user time", used.UserTime.TotalSeconds),
            ("system time", used.PrivilegedTime.TotalSeconds),
            ("children user time", 0.0),
            ("children system time", 0.0),
            ("elapsed real time", (now - _start).TotalSeconds));
    }

    private static string? FirstNumbers(string path, int count)
    {
        try
        {
            return string.Join(' ', File.ReadAllText(path).Split(' ').Take(count));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private sealed record Known(DateTime At, IReadOnlyList<(WireValue Name, WireValue Value)> Facts);
}
