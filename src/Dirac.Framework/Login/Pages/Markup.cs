using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Dirac.Framework.Login.Pages;

/// <summary>Writes HTML: templates as they are, whatever stands in their holes encoded. Attribute values must stand in double quotes.</summary>
internal sealed class Markup
{
    private readonly StringBuilder _text = new();

    /// <summary>Writes a template and a line feed.</summary>
    public void Write([InterpolatedStringHandlerArgument("")] ref Template template) => _text.Append('\n');

    /// <summary>Writes a constant that has signs of its own, such as a style sheet.</summary>
    public void WriteConstant(string constant) => _text.Append(constant);

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>Receives the parts of a template.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Template
    {
        private readonly StringBuilder _text;

        /// <summary>Begins a template; the compiler calls this.</summary>
        public Template(int literalLength, int formattedCount, Markup markup)
        {
            _text = markup._text;
            _text.EnsureCapacity(_text.Length + literalLength + (formattedCount * 16));
        }

        /// <summary>Markup of the template.</summary>
        public void AppendLiteral(string markup) => _text.Append(markup);

        /// <summary>A value; null is empty.</summary>
        public void AppendFormatted(string? value) => _text.Append(HtmlEncoder.Default.Encode(value ?? ""));
    }
}
