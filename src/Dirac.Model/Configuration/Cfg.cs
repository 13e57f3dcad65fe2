using System.Text;
using Dirac.Model.Errors;

namespace Dirac.Model.Configuration;

/// <summary>Reads, writes and merges DIRAC's configuration text. Pure and thread-safe.</summary>
public static class Cfg
{
    /// <summary>The longest text that is read, in characters.</summary>
    public const int MaxLength = 64 * 1024 * 1024;

    /// <summary>Reads configuration text.</summary>
    /// <param name="text">CFG text.</param>
    /// <exception cref="DiracException">
    /// <see cref="ErrorCode.BadRequest"/> with the line number, or <see cref="ErrorCode.TooLarge"/>.
    /// </exception>
    public static CfgSection Parse(string text) => CfgReader.Read(text);

    /// <summary>Writes a tree as DIRAC does: two blanks a level, one line per list element.</summary>
    /// <param name="section">The tree.</param>
    public static string Write(CfgSection section)
    {
        var text = new StringBuilder();
        WriteEntries(text, section, "");
        return text.ToString();
    }

    /// <summary>One tree out of two: all entries of both; where both have an option, the second counts.</summary>
    /// <param name="first">The tree below.</param>
    /// <param name="second">The tree above.</param>
    /// <remarks>An option in one and a section of the same name in the other: the second's entry counts.</remarks>
    public static CfgSection Merge(CfgSection first, CfgSection second)
    {
        var entries = new OrderedDictionary<string, CfgEntry>(first.Entries, StringComparer.Ordinal);
        foreach (var (name, entry) in second.Entries)
        {
            entries[name] = entry switch
            {
                CfgSection section when entries.GetValueOrDefault(name) is CfgSection below => Merge(below, section),
                CfgOption option when option.Comment.Length == 0 && entries.GetValueOrDefault(name) is { } below =>
                    new CfgOption(option.Value, below.Comment),
                _ => entry,
            };
        }

        return new CfgSection(entries, second.Comment.Length > 0 ? second.Comment : first.Comment);
    }

    private static void WriteEntries(StringBuilder text, CfgSection section, string indent)
    {
        foreach (var (name, entry) in section.Entries)
        {
            WriteComment(text, entry.Comment, indent);
            switch (entry)
            {
                case CfgOption option:
                    WriteOption(text, name, option.Value, indent);
                    break;
                case CfgSection inner:
                    text.Append(indent).Append(name).Append('\n').Append(indent).Append("{\n");
                    WriteEntries(text, inner, indent + "  ");
                    text.Append(indent).Append("}\n");
                    break;
            }
        }
    }

    private static void WriteComment(StringBuilder text, string comment, string indent)
    {
        if (comment.Length == 0) return;

        foreach (var line in comment.Split('\n'))
        {
            text.Append(indent).Append('#').Append(line).Append('\n');
        }
    }

    private static void WriteOption(StringBuilder text, string name, string value, string indent)
    {
        var elements = value.Split(',', StringSplitOptions.TrimEntries);
        text.Append(indent).Append(name).Append(" = ").Append(elements[0]).Append('\n');
        foreach (var element in elements.AsSpan(1))
        {
            text.Append(indent).Append(name).Append(" += ").Append(element).Append('\n');
        }
    }
}
