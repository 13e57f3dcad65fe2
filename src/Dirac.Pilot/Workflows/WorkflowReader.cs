using System.Xml;
using Dirac.Model.Errors;

namespace Dirac.Pilot.Workflows;

/// <summary>Reads a <c>jobDescription.xml</c>.</summary>
/// <remarks>Thread-safe. The file comes from the job's owner: entities, other documents and endless files are refused, and nothing in it is evaluated.</remarks>
internal static class WorkflowReader
{
    /// <summary>Largest file read, bytes.</summary>
    internal const int MaxBytes = 16 << 20;

    /// <summary>Most elements within each other; a workflow needs 5.</summary>
    internal const int MaxDepth = 16;

    /// <summary>Most elements in all.</summary>
    internal const int MaxElements = 200_000;

    private const string Remake = "Make the job again with the Python API. The API writes names and descriptions as they are, so they must not hold '<' or '&', "
        + "and no value may hold ']]>'.";

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxBytes,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>Reads a workflow.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <exception cref="DiracException">BadJobDescription: it is not a workflow, or is not safe to read; with the place and what to do.</exception>
    internal static Workflow Read(Stream file)
    {
        using var reader = XmlReader.Create(file, Settings);
        try
        {
            return ReadDocument(reader);
        }
        catch (XmlException error)
        {
            throw Refused($"The workflow is not readable XML: {error.Message}", error);
        }
        catch (WorkflowFormatException error)
        {
            throw Refused($"The workflow is broken at {Place(reader)}: {error.Message}", error);
        }
    }

    private static Workflow ReadDocument(XmlReader reader)
    {
        var builder = new WorkflowBuilder();
        for (var elements = 0; reader.Read();)
        {
            if (reader.Depth > MaxDepth) throw new WorkflowFormatException($"elements lie more than {MaxDepth} deep");
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    if (++elements > MaxElements) throw new WorkflowFormatException($"it has more than {MaxElements} elements");
                    var (name, isEmpty) = (reader.LocalName, reader.IsEmptyElement);
                    builder.Start(name, reader.GetAttribute);
                    if (isEmpty) builder.End(name);
                    break;
                case XmlNodeType.EndElement:
                    builder.End(reader.LocalName);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    builder.Text(reader.Value);
                    break;
            }
        }

        return builder.Build();
    }

    private static string Place(XmlReader reader) =>
        reader is IXmlLineInfo line && line.HasLineInfo() ? $"line {line.LineNumber}" : "its end";

    private static DiracException Refused(string what, Exception cause) => new(ErrorCode.BadJobDescription, what, Remake, cause);
}
