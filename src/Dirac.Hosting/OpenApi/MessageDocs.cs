using System.Reflection;
using System.Xml.Linq;

namespace Dirac.Hosting.OpenApi;

/// <summary>What the messages and their members mean: the documentation of Dirac.Model's code, which the build puts beside this class. Read when first asked for.</summary>
internal static class MessageDocs
{
    private const string Resource = "Dirac.Model.xml";
    private static readonly Lazy<Dictionary<string, string>> Texts = new(Read);

    /// <summary>What a message is; null when nothing is written about it.</summary>
    public static string? Of(Type type) => Texts.Value.GetValueOrDefault($"T:{type.FullName}");

    /// <summary>What a member of a message means; null when nothing is written about it.</summary>
    public static string? Of(MemberInfo member) => Texts.Value.GetValueOrDefault($"P:{member.DeclaringType?.FullName}.{member.Name}");

    private static Dictionary<string, string> Read()
    {
        using var stream = typeof(MessageDocs).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"{Resource} was not built in.");
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in XDocument.Load(stream).Descendants("member"))
        {
            var name = (string)member.Attribute("name")!;
            if (member.Element("summary") is { } summary)
                texts[name] = Plain(summary);
            // The members of a record with a parameter list are described there.
            if (name.StartsWith("T:", StringComparison.Ordinal))
                foreach (var parameter in member.Elements("param"))
                    texts[$"P:{name[2..]}.{(string?)parameter.Attribute("name")}"] = Plain(parameter);
        }

        return texts;
    }

    private static string Plain(XElement text) =>
        string.Join(' ', string.Concat(text.Nodes().Select(Plain)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Plain(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "seealso" } see => Target((string?)see.Attribute("cref") ?? (string?)see.Attribute("langword") ?? ""),
        XElement { Name.LocalName: "paramref" or "typeparamref" } named => (string?)named.Attribute("name") ?? "",
        XElement element => Plain(element),
        _ => "",
    };

    private static string Target(string id) => id[(id.LastIndexOf('.') + 1)..];
}
