using System.Globalization;
using Dirac.Resources.Batch;
using Dirac.Resources.Computing;
using Dirac.Resources.Shells;

namespace Dirac.Resources.Looks;

/// <summary>Looks at a host with one script. The reading is pure.</summary>
/// <remarks>Formats: sinfo(1) <c>--format</c>; a time limit is <c>[days-]hours:minutes:seconds</c> or <c>infinite</c>.</remarks>
internal static class HostLook
{
    /// <summary>The body of the script.</summary>
    public const string Script = """
        say host "$(hostname 2>/dev/null || uname -n)" "$(uname -m)" "$(. /etc/os-release 2>/dev/null; printf '%s' "${PRETTY_NAME:-}")"
        say size "$(getconf _NPROCESSORS_ONLN)" "$(awk '/^MemTotal:/ { print int($2 / 1024) }' /proc/meminfo)"
        mkdir -p "$area" 2>/dev/null && say free "$(df -Pm "$area" | tail -n 1 | awk '{ print $4 }')"
        for tool in sha256sum base64 setsid mktemp; do command -v $tool >/dev/null 2>&1 || say missing $tool; done
        if command -v sinfo >/dev/null 2>&1; then
          answer=$(sinfo --all --noconvert --noheader --format='%P|%a|%l|%D|%c|%m' 2>&1) || { say trouble "$(printf '%s' "$answer" | tail -n 1 | tr '\t' ' ')"; answer=; }
          [ -z "$answer" ] || printf '%s\n' "$answer" | while IFS='|' read -r name up limit nodes cpus memory; do say partition "$name" "$up" "$limit" "$nodes" "$cpus" "$memory"; done
        fi

        """;

    /// <summary>Runs the script.</summary>
    public static async Task<HostFacts> RunAsync(IShell shell, string area, string mark, CancellationToken cancellationToken)
    {
        var reply = await shell.RunAsync(new BatchScript(area, mark).Around(Script), cancellationToken).ConfigureAwait(false);
        return Read(BatchAnswer.Read(reply, mark));
    }

    /// <summary>Reads the answer.</summary>
    /// <exception cref="ComputingElementException">TryAgain: it makes no sense.</exception>
    public static HostFacts Read(BatchAnswer answer)
    {
        var host = answer.Of("host", 3).FirstOrDefault() ?? throw Unclear("its name");
        var size = answer.Of("size", 2).FirstOrDefault() ?? throw Unclear("its size");
        return new HostFacts
        {
            HostName = host[0], Machine = host[1], System = host[2].Length > 0 ? host[2] : null,
            Processors = (int)Number(size[0]), RamMegabytes = Number(size[1]),
            FreeMegabytes = answer.Of("free", 1).FirstOrDefault() is { } free ? Number(free[0]) : null,
            Missing = [.. answer.Of("missing", 1).Select(line => line[0])],
            SlurmTrouble = answer.Of("trouble", 1).FirstOrDefault() is { } trouble ? ShellText.Readable(trouble[0]) : null,
            Partitions = [.. answer.Of("partition", 6).GroupBy(line => line[0]).Select(Partition)],
        };
    }

    // A partition has a line for each kind of its nodes; a plus after a number says that some have more.
    private static PartitionFacts Partition(IGrouping<string, IReadOnlyList<string>> lines) => new(
        lines.Key.TrimEnd('*'), lines.Key.EndsWith('*'), lines.First()[1] == "up", Limit(lines.First()[2]),
        (int)lines.Sum(line => Number(line[3])), (int)lines.Min(line => Number(line[4].TrimEnd('+'))), lines.Min(line => Number(line[5].TrimEnd('+'))));

    private static TimeSpan? Limit(string text)
    {
        if (text is "infinite" or "n/a") return null;
        var parts = text.Split('-', 2);
        var clock = parts[^1].Split(':').Select(Number).ToList();
        while (clock.Count < 3) clock.Insert(0, 0);
        return new TimeSpan(parts.Length == 2 ? (int)Number(parts[0]) : 0, (int)clock[0], (int)clock[1], (int)clock[2]);
    }

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Unclear($"'{text}'");

    private static ComputingElementException Unclear(string what) => new(CETrouble.TryAgain, $"The host's answer is not understood: {what}.");
}
