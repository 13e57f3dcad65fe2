using System.Text;

namespace Dirac.Model.Jdl;

/// <summary>Writes descriptions in the format of DIRAC's own writer.</summary>
internal static class ClassAdWriter
{
    private const int Step = 4;

    public static string Write(ClassAd ad)
    {
        var text = new StringBuilder();
        // compat: DIRAC puts a blank after the first bracket, and stored texts are recognised by that bracket.
        text.Append("[ \n");
        WriteAttributes(text, ad, Step);
        return text.Append(']').ToString();
    }

    public static string Write(JdlValue value)
    {
        var text = new StringBuilder();
        WriteValue(text, value, 0);
        return text.ToString();
    }

    private static void WriteAttributes(StringBuilder text, ClassAd ad, int indent)
    {
        foreach (var (name, value) in ad.Attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal))
        {
            text.Append(' ', indent).Append(name).Append(" = ");
            if (value is JdlList or JdlAd) text.Append('\n').Append(' ', indent + Step);
            WriteValue(text, value, indent + Step);
            text.Append(";\n");
        }
    }

    private static void WriteValue(StringBuilder text, JdlValue value, int indent)
    {
        switch (value)
        {
            case JdlString quoted:
                text.Append('"').Append(quoted.Text).Append('"');
                break;
            case JdlWord word:
                text.Append(word.Source);
                break;
            case JdlList list:
                WriteList(text, list, indent);
                break;
            case JdlAd nested:
                text.Append("[\n");
                WriteAttributes(text, nested.Ad, indent + Step);
                text.Append(' ', indent).Append(']');
                break;
        }
    }

    private static void WriteList(StringBuilder text, JdlList list, int indent)
    {
        text.Append("{\n");
        for (var i = 0; i < list.Items.Count; i++)
        {
            text.Append(' ', indent + Step);
            WriteValue(text, list.Items[i], indent + Step);
            text.Append(i + 1 < list.Items.Count ? ",\n" : "\n");
        }

        text.Append(' ', indent).Append('}');
    }
}
