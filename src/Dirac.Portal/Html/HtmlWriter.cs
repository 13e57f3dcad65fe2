using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Dirac.Portal.Html;

/// <summary>Writes HTML; whatever is put into the holes of a template is encoded, so that no value can become markup.</summary>
/// <remarks>Attribute values must stand in double quotes in the template.</remarks>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _text = new();

    /// <summary>Writes a template with its holes filled and encoded, and a line feed, so that the source can be read.</summary>
    /// <param name="template">The template; the compiler has it write its parts here before this is called.</param>
    public void Write([InterpolatedStringHandlerArgument("")] ref Template template) => _text.Append('\n');

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>Receives the parts of a template: literals as they are, values encoded.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Template
    {
        private readonly StringBuilder _text;

        /// <summary>Begins a template.</summary>
        /// <param name="literalLength">Length of the literals.</param>
        /// <param name="formattedCount">Number of holes.</param>
        /// <param name="writer">Where it goes.</param>
        public Template(int literalLength, int formattedCount, HtmlWriter writer)
        {
            _text = writer._text;
            _text.EnsureCapacity(_text.Length + literalLength + (formattedCount * 16));
        }

        /// <summary>Markup of the template.</summary>
        /// <param name="markup">The markup.</param>
        public void AppendLiteral(string markup) => _text.Append(markup);

        /// <summary>A value.</summary>
        /// <param name="value">The text; null is empty.</param>
        public void AppendFormatted(string? value) => _text.Append(HtmlEncoder.Default.Encode(value ?? ""));

        /// <summary>A value.</summary>
        /// <param name="value">The number.</param>
        public void AppendFormatted(long value) => _text.Append(value);
    }
}
