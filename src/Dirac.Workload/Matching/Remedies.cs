using System.Globalization;
using Dirac.Model.Jobs;
using Dirac.Workload.TaskQueues;

namespace Dirac.Workload.Matching;

/// <summary>What helps against clauses whose values have a meaning of their own: times and the series of processors and memory. Pure.</summary>
internal static class Remedies
{
    private const string Processors = "Processors";
    private const string Gigabytes = "GB";
    private const string MultiProcessor = "MultiProcessor";
    private const string WholeNode = "WholeNode";

    /// <summary>The tags the job needs and the offer lacks; of the processors only the number, when that says it all.</summary>
    public static IReadOnlyList<string> Missing(Offer offer, TaskQueueKey queue)
    {
        var missing = new List<string>();
        var numbered = false;
        foreach (var tag in queue.Values("Tags"))
        {
            if (offer.Tags.Contains(tag)) continue;
            numbered |= Number(tag, Processors) is not null;
            missing.Add(tag);
        }

        if (numbered) missing.Remove(MultiProcessor);
        return missing;
    }

    /// <summary>Tags with each series told by its largest member.</summary>
    public static IEnumerable<string> Readable(IEnumerable<string> tags)
    {
        var all = tags.ToList();
        foreach (var series in new[] { Processors, Gigabytes })
        {
            if (Largest(all, series) is { } largest) yield return $"{largest}{series}";
        }

        foreach (var tag in all.Where(tag => tag != MultiProcessor && Number(tag, Processors) is null && Number(tag, Gigabytes) is null).Order(StringComparer.Ordinal)) yield return tag;
    }

    public static Remedy ForCpuTime(Offer offer, TaskQueueKey queue)
    {
        var segment = CpuSegments.Default.LastOrDefault(segment => segment <= offer.CpuTime);
        return segment > 0
            ? new Remedy($"Ask for a CPUTime of at most {segment}, or have the queue's maxCPUTime raised", queue.WithCpuTime(segment))
            : new Remedy($"The resource would have to give {queue.CpuTime} s", Resource: offer with { CpuTime = queue.CpuTime });
    }

    public static Remedy ForTags(Offer offer, TaskQueueKey queue)
    {
        var tags = queue.Values("Tags");
        var advice = new List<string>();
        foreach (var tag in tags.Except(offer.Tags))
        {
            tags = tags.Remove(tag);
            if (Number(tag, Processors) is not null) advice.Add(Least(offer, Processors, "processors", "one processor", ref tags));
            else if (Number(tag, Gigabytes) is not null) advice.Add(Least(offer, Gigabytes, "GB of memory (MaxRAM)", "less than 2 GB of memory (MaxRAM)", ref tags));
            else if (tag == WholeNode) advice.Add("do not ask for a whole node");
            else if (tag == MultiProcessor) advice.Add("ask for one processor");
            else advice.Add($"do without the tag {tag}");
        }

        var sentence = string.Join(", ", advice.Distinct());
        return new Remedy($"{char.ToUpperInvariant(sentence[0])}{sentence[1..]}", queue.With("Tags", tags));
    }

    private static string Least(Offer offer, string series, string unit, string none, ref System.Collections.Immutable.ImmutableSortedSet<string> tags)
    {
        if (Largest(offer.Tags, series) is not { } largest) return $"ask for {none}";
        tags = tags.Add($"{largest}{series}");
        return $"ask for at most {largest} {unit}";
    }

    private static int? Largest(IEnumerable<string> tags, string series) => tags.Select(tag => Number(tag, series)).Max();

    private static int? Number(string tag, string series) =>
        tag.EndsWith(series, StringComparison.Ordinal) && int.TryParse(tag.AsSpan(0, tag.Length - series.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
