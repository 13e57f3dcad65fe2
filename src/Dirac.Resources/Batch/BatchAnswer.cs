using Dirac.Resources.Computing;
using Dirac.Resources.Shells;

namespace Dirac.Resources.Batch;

/// <summary>What a script said: lines of words, each begun with the call's own mark, so that banners and warnings of the host are told apart. Pure.</summary>
internal sealed class BatchAnswer
{
    private const int LongestTold = 200;

    private readonly ILookup<string, IReadOnlyList<string>> _lines;

    private BatchAnswer(ILookup<string, IReadOnlyList<string>> lines) => _lines = lines;

    /// <summary>Reads what a host's shell answered.</summary>
    /// <param name="reply">What came back.</param>
    /// <param name="mark">The mark of this call.</param>
    /// <exception cref="ComputingElementException">TryAgain: it does not end as it should.</exception>
    public static BatchAnswer Read(ShellReply reply, string mark) => Read(reply.Output, mark, reply.Error);

    /// <summary>Reads an answer.</summary>
    /// <param name="text">Everything the host printed.</param>
    /// <param name="mark">The mark of this call.</param>
    /// <param name="complaint">What it printed as errors; tells why there is no answer.</param>
    /// <exception cref="ComputingElementException">TryAgain: it does not end as it should.</exception>
    public static BatchAnswer Read(string text, string mark, string complaint = "")
    {
        var lines = text.Split('\n')
            .Where(line => line.StartsWith(mark + "\t", StringComparison.Ordinal))
            .Select(line => (IReadOnlyList<string>)line[(mark.Length + 1)..].Split('\t'))
            .ToList();
        if (lines.Count == 0 || lines[^1] is not ["end"])
        {
            throw new ComputingElementException(CETrouble.TryAgain, $"The host's answer broke off or is none: {Shortened(string.IsNullOrWhiteSpace(complaint) ? text : complaint)}");
        }

        return new BatchAnswer(lines.ToLookup(line => line[0], IReadOnlyList<string> (line) => [.. line.Skip(1)]));
    }

    /// <summary>The words of every line of a kind.</summary>
    public IEnumerable<IReadOnlyList<string>> Of(string kind) => _lines[kind];

    /// <summary>The words of the lines of a kind that have just so many.</summary>
    /// <exception cref="ComputingElementException">TryAgain: one has another number of words.</exception>
    public IEnumerable<IReadOnlyList<string>> Of(string kind, int words) => _lines[kind].Select(line => line.Count == words
        ? line
        : throw new ComputingElementException(CETrouble.TryAgain, $"The host's answer cannot be understood: {kind} {Shortened(string.Join(' ', line))}"));

    private static string Shortened(string text) => string.IsNullOrWhiteSpace(text) ? "it is empty." : ShellText.Readable(text.Length <= LongestTold ? text : text[^LongestTold..]);
}
