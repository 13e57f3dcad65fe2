using System.Globalization;

namespace Dirac.Pilot.Supervision;

/// <summary>Who descends from whom, as <c>/proc</c> shows it at one moment.</summary>
internal sealed class ProcessTree
{
    private const double TicksPerSecond = 100;
    private const long PageKilobytes = 4;
    private readonly ILookup<int, Entry> _children;

    private ProcessTree(IEnumerable<Entry> entries) => _children = entries.ToLookup(entry => entry.Parent);

    /// <summary>Reads <c>/proc</c>. Processes that come and go meanwhile may be missed.</summary>
    internal static ProcessTree Read() => new(
        Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path.AsSpan()), CultureInfo.InvariantCulture, out var pid) ? ReadEntry(pid) : null)
            .OfType<Entry>());

    /// <summary>Every process below <paramref name="root"/>, parents first.</summary>
    internal IEnumerable<Entry> Descendants(int root) =>
        _children[root].SelectMany(child => Descendants(child.Pid).Prepend(child));

    /// <summary>The children of <paramref name="parent"/>.</summary>
    internal IEnumerable<Entry> Children(int parent) => _children[parent];

    /// <summary>Sends SIGKILL to every process below <paramref name="root"/>, not to it.</summary>
    internal static void KillDescendants(int root)
    {
        foreach (var process in Read().Descendants(root)) _ = Libc.Kill(process.Pid, Libc.SigKill);
    }

    // proc(5): "pid (name) state ppid …"; the name may hold blanks and parentheses, so count from the last ')'.
    private static Entry? ReadEntry(int pid)
    {
        string text;
        try
        {
            text = File.ReadAllText($"/proc/{pid}/stat");
        }
        catch (IOException)
        {
            return null; // it ended meanwhile
        }
        catch (UnauthorizedAccessException)
        {
            return null; // hidden from us, so not ours
        }

        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return new Entry(
            pid,
            int.Parse(fields[1], CultureInfo.InvariantCulture),
            TimeSpan.FromSeconds((Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14])) / TicksPerSecond),
            Number(fields[20]) / 1024,
            Number(fields[21]) * PageKilobytes);
    }

    private static long Number(string field) => long.TryParse(field, CultureInfo.InvariantCulture, out var value) ? value : 0;

    /// <summary>One process.</summary>
    /// <param name="Pid">Its id.</param>
    /// <param name="Parent">Its parent's id.</param>
    /// <param name="CpuTime">CPU it used, with the children it has waited for.</param>
    /// <param name="VirtualKilobytes">Virtual memory, kB.</param>
    /// <param name="ResidentKilobytes">Resident memory, kB.</param>
    internal sealed record Entry(int Pid, int Parent, TimeSpan CpuTime, long VirtualKilobytes, long ResidentKilobytes);
}
