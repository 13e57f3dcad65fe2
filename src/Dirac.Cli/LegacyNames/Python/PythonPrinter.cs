using System.Text;

namespace Dirac.Cli.LegacyNames.Python;

/// <summary>Values as Python's <c>pprint</c> lays them out: 80 columns, keys sorted, long texts broken at blanks.</summary>
internal sealed class PythonPrinter
{
    private const int Width = 80;
    private readonly StringBuilder _text = new();

    /// <summary>What <c>pprint.pformat(value)</c> gives.</summary>
    /// <param name="value">A dictionary, list, number or short text.</param>
    public static string Format(PythonValue value)
    {
        var printer = new PythonPrinter();
        printer.Write(value, 0, 0);
        return printer._text.ToString();
    }

    // What follows on the last line needs `allowance` columns.
    private void Write(PythonValue value, int indent, int allowance)
    {
        var oneLine = PythonText.Repr(Sorted(value));
        if (LengthOf(oneLine) <= Width - indent - allowance) _text.Append(oneLine);
        else if (value is PythonDict { Items.Count: > 0 } dict) WriteDict(dict, indent, allowance);
        else if (value is PythonList { Items.Count: > 0 } list) WriteItems('[', list.Items, "]", indent, allowance);
        else if (value is PythonTuple { Items.Count: > 0 } tuple) WriteItems('(', tuple.Items, tuple.Items.Count == 1 ? ",)" : ")", indent, allowance);
        else if (value is PythonString { Text.Length: > 0 } text) WriteText(text.Text, indent, allowance);
        else _text.Append(oneLine);
    }

    private void WriteDict(PythonDict dict, int indent, int allowance)
    {
        _text.Append('{');
        var items = ((PythonDict)Sorted(dict)).Items;
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) _text.Append(",\n").Append(' ', indent + 1);
            var key = PythonText.Repr(items[i].Key);
            _text.Append(key).Append(": ");
            Write(items[i].Value, indent + 1 + LengthOf(key) + 2, i + 1 < items.Count ? 1 : allowance + 1);
        }

        _text.Append('}');
    }

    private void WriteItems(char open, IReadOnlyList<PythonValue> items, string close, int indent, int allowance)
    {
        _text.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) _text.Append(",\n").Append(' ', indent + 1);
            Write(items[i], indent + 1, i + 1 < items.Count ? 1 : allowance + close.Length);
        }

        _text.Append(close);
    }

    private void WriteText(string text, int indent, int allowance) =>
        _text.AppendJoin($"\n{new string(' ', indent)}", PythonTextPieces.Of(text, Width - indent, allowance));

    private static PythonValue Sorted(PythonValue value) => value switch
    {
        PythonDict dict => new PythonDict([.. dict.Items.OrderBy(item => item.Key, PythonKeys.Order).Select(item => KeyValuePair.Create(item.Key, Sorted(item.Value)))]),
        PythonList list => new PythonList([.. list.Items.Select(Sorted)]),
        PythonTuple tuple => new PythonTuple([.. tuple.Items.Select(Sorted)]),
        _ => value,
    };

    /// <summary>Length in characters as Python counts them.</summary>
    /// <param name="text">The text.</param>
    public static int LengthOf(string text) => text.EnumerateRunes().Count();
}
