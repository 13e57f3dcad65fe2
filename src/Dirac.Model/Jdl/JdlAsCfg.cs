using System.Globalization;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Model.Jdl;

/// <summary>The second view of a description: attributes as options, lists joined by commas, nested descriptions as sections.</summary>
/// <remarks>This is how manifests, optimizers and the matcher's answers see a job. Pure and thread-safe.</remarks>
public static class JdlAsCfg
{
    // compat: commas in these are part of the text; everywhere else they make a list.
    private static readonly string[] NeverLists = ["Arguments", "Executable", "StdOutput", "StdError"];

    /// <summary>Reads a description as a tree of options and sections.</summary>
    /// <param name="jdl">JDL text.</param>
    /// <exception cref="DiracException">
    /// <see cref="ErrorCode.BadJobDescription"/> with line and column, or <see cref="ErrorCode.TooLarge"/>.
    /// </exception>
    public static CfgSection Load(string jdl) => SectionOf(ClassAd.Parse(jdl));

    /// <summary>Writes such a tree as JDL.</summary>
    /// <param name="section">The tree.</param>
    /// <exception cref="DiracException"><see cref="ErrorCode.BadJobDescription"/>: a name or value cannot stand in JDL.</exception>
    public static string Dump(CfgSection section) => AdOf(section).ToString();

    private static CfgSection SectionOf(ClassAd ad)
    {
        var entries = new OrderedDictionary<string, CfgEntry>(StringComparer.Ordinal);
        foreach (var (name, value) in ad.Attributes)
        {
            entries[name] = value switch
            {
                JdlAd nested => SectionOf(nested.Ad),
                JdlList list => new CfgOption(string.Join(", ", list.Items.Select(item => item.Text))),
                _ => new CfgOption(value.Text),
            };
        }

        return new CfgSection(entries);
    }

    private static ClassAd AdOf(CfgSection section)
    {
        var attributes = new OrderedDictionary<string, JdlValue>(StringComparer.Ordinal);
        foreach (var (name, entry) in section.Entries)
        {
            if (!ClassAdReader.IsName(name))
            {
                throw new DiracException(ErrorCode.BadJobDescription, $"'{name}' cannot be the name of a JDL attribute.");
            }

            attributes[name] = entry switch
            {
                CfgSection inner => new JdlAd(AdOf(inner)),
                CfgOption option => ValueOf(name, option.Value),
                _ => throw new InvalidOperationException($"Unknown kind of configuration entry {entry.GetType()}."),
            };
        }

        return new ClassAd(attributes);
    }

    private static JdlValue ValueOf(string name, string text)
    {
        if (!text.Contains(',', StringComparison.Ordinal) || NeverLists.Contains(name)) return Scalar(text);

        var elements = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        // A list of one is read back as a plain value, so it is written as one.
        return elements.Length > 1 ? new JdlList([.. elements.Select(Scalar)]) : Scalar(elements.FirstOrDefault(""));
    }

    private static JdlValue Scalar(string text) => IsNumber(text) ? new JdlWord(text) : new JdlString(text);

    private static bool IsNumber(string text) =>
        text.All(letter => char.IsAsciiDigit(letter) || letter is '.' or '-' or '+' or 'e' or 'E')
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
