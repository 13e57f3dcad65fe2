using System.Buffers;
using System.Globalization;
using Dirac.Model.Errors;

namespace Dirac.Model.Jdl;

/// <summary>Reads JDL in one pass. Unlike DIRAC's light parser it honours quotes and refuses an empty value.</summary>
internal ref struct ClassAdReader
{
    private static readonly SearchValues<char> ForbiddenInNames = SearchValues.Create("\"[]{};,= \t\r\n");

    private readonly string _text;
    private int _at;
    private string _attribute = "";

    private ClassAdReader(string text) => _text = text;

    public static ClassAd Read(string text)
    {
        if (text.Length > ClassAd.MaxLength)
        {
            throw new DiracException(
                ErrorCode.TooLarge,
                string.Create(CultureInfo.InvariantCulture, $"The job description has more than {ClassAd.MaxLength:N0} characters."),
                "Put data and long scripts into files of the input sandbox.");
        }

        var reader = new ClassAdReader(text);
        reader.SkipBlanks();
        var bracketed = reader.Peek() == '[';
        if (bracketed) reader._at++;
        var ad = reader.ReadAttributes(1, bracketed);
        reader.SkipBlanks();
        return reader.AtEnd ? ad : throw reader.Error("There is text after the closing ']'");
    }

    public static bool IsName(ReadOnlySpan<char> name) =>
        !name.IsEmpty && name[0] != '#' && !name.ContainsAny(ForbiddenInNames) && !ContainsBlankOrControl(name);

    private readonly bool AtEnd => _at >= _text.Length;

    private readonly char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private ClassAd ReadAttributes(int depth, bool bracketed)
    {
        var attributes = new OrderedDictionary<string, JdlValue>(StringComparer.Ordinal);
        while (true)
        {
            SkipBlanksAndComments();
            if (AtEnd)
            {
                if (bracketed) throw Error("The closing ']' is missing");
                return new ClassAd(attributes);
            }

            if (bracketed && Peek() == ']')
            {
                _at++;
                return new ClassAd(attributes);
            }

            if (Peek() == ';')
            {
                _at++;
                continue;
            }

            var name = ReadName();
            attributes[name] = ReadAttributeValue(name, depth, bracketed);
        }
    }

    private string ReadName()
    {
        var rest = _text.AsSpan(_at);
        var length = rest.IndexOfAny("=;]");
        if (length < 0 || rest[length] != '=')
        {
            throw Error($"'{Excerpt(rest)}' has no '='", "Every attribute reads NAME = value;");
        }

        var name = rest[..length].Trim();
        if (!IsName(name))
        {
            throw Error($"'{Excerpt(name)}' cannot be the name of an attribute", "Is a ';' missing before it?");
        }

        _at += length + 1;
        return name.ToString();
    }

    private JdlValue ReadAttributeValue(string name, int depth, bool bracketed)
    {
        _attribute = name;
        SkipBlanks();
        if (AtEnd || Peek() == ';' || (bracketed && Peek() == ']'))
        {
            throw Error($"Attribute '{name}' has no value", "Remove the attribute or give it a value, for example \"\".");
        }

        var value = ReadValue(new Surroundings(depth, InList: false, bracketed));
        SkipBlanks();
        if (Peek() == ';')
        {
            _at++;
        }
        else if (!AtEnd && !(bracketed && Peek() == ']'))
        {
            throw Error($"A ';' is missing after the value of '{name}'");
        }

        return value;
    }

    private JdlValue ReadValue(Surroundings around) => Peek() switch
    {
        '"' => ReadString(around),
        '{' => ReadList(around.Depth + 1),
        '[' => ReadAd(around.Depth + 1),
        _ => ReadWord(_at, around),
    };

    private JdlAd ReadAd(int depth)
    {
        CheckDepth(depth);
        _at++;
        var owner = _attribute;
        var ad = ReadAttributes(depth, bracketed: true);
        _attribute = owner;
        return new JdlAd(ad);
    }

    private JdlList ReadList(int depth)
    {
        CheckDepth(depth);
        _at++;
        var items = new List<JdlValue>();
        while (true)
        {
            SkipBlanks();
            switch (Peek())
            {
                case '}':
                    _at++;
                    return new JdlList(items);
                case ',':
                    _at++;
                    break;
                case '\0' when AtEnd:
                case ';':
                    throw Error($"The list in attribute '{_attribute}' is not closed", "Add the missing '}'.");
                default:
                    items.Add(ReadValue(new Surroundings(depth, InList: true, Bracketed: false)));
                    CheckEndOfElement();
                    break;
            }
        }
    }

    private JdlValue ReadString(Surroundings around)
    {
        var start = _at;
        SkipQuoted();
        var text = _text.AsSpan(start + 1, _at - start - 2);
        var end = _at;
        SkipBlanks();
        if (AtEnd || around.EndsAt(Peek(), 0)) return new JdlString(WithoutLineBreaks(text));

        // compat: readers strip all quotes, so "a" "b" or "-c "x"" are accepted and mean a b and -c x.
        _at = end;
        var word = ReadWord(start, around);
        if (_text.AsSpan(end, _at - end).Contains('='))
        {
            _at = end;
            throw Error($"A ';' is missing after the value of '{_attribute}'");
        }

        return word;
    }

    private JdlWord ReadWord(int start, Surroundings around)
    {
        var openBrackets = 0;
        while (!AtEnd && !around.EndsAt(Peek(), openBrackets))
        {
            if (Peek() == '"')
            {
                SkipQuoted();
                continue;
            }

            openBrackets += Peek() switch { '[' => 1, ']' when openBrackets > 0 => -1, _ => 0 };
            _at++;
        }

        return new JdlWord(WithoutLineBreaks(_text.AsSpan(start, _at - start).Trim()));
    }

    private void SkipQuoted()
    {
        var length = _text.AsSpan(_at + 1).IndexOf('"');
        if (length < 0) throw Error($"A string in attribute '{_attribute}' is not closed", "Add the missing double quote.");
        _at += length + 2;
    }

    private readonly void CheckEndOfElement()
    {
        if (!AtEnd && Peek() is not (',' or '}' or ';') && !char.IsWhiteSpace(Peek()))
        {
            throw Error($"A ',' is missing between two elements of attribute '{_attribute}'");
        }
    }

    private readonly void CheckDepth(int depth)
    {
        if (depth > ClassAd.MaxDepth)
        {
            throw Error($"Attribute '{_attribute}' is nested more than {ClassAd.MaxDepth} levels deep", "Flatten the description.");
        }
    }

    private void SkipBlanksAndComments()
    {
        SkipBlanks();
        while (Peek() == '#')
        {
            var length = _text.AsSpan(_at).IndexOf('\n');
            _at = length < 0 ? _text.Length : _at + length;
            SkipBlanks();
        }
    }

    private void SkipBlanks()
    {
        while (!AtEnd && char.IsWhiteSpace(_text[_at])) _at++;
    }

    private readonly DiracException Error(string problem, string? advice = null)
    {
        var before = _text.AsSpan(0, Math.Min(_at, _text.Length));
        var line = before.Count('\n') + 1;
        var column = before.Length - before.LastIndexOf('\n');
        return new DiracException(ErrorCode.BadJobDescription, $"{problem} (line {line}, column {column}).", advice);
    }

    private static string Excerpt(ReadOnlySpan<char> text)
    {
        var line = text.Trim();
        var end = line.IndexOfAny('\r', '\n');
        if (end >= 0) line = line[..end];
        return line.Length <= 40 ? line.ToString() : $"{line[..40]}…";
    }

    private static string WithoutLineBreaks(ReadOnlySpan<char> text)
    {
        var result = text.ToString();
        return result.AsSpan().ContainsAny('\r', '\n')
            ? result.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)
            : result;
    }

    private static bool ContainsBlankOrControl(ReadOnlySpan<char> name)
    {
        foreach (var letter in name)
        {
            if (char.IsWhiteSpace(letter) || char.IsControl(letter)) return true;
        }

        return false;
    }

    /// <summary>What a value stands in, and so where it ends.</summary>
    private readonly record struct Surroundings(int Depth, bool InList, bool Bracketed)
    {
        public bool EndsAt(char letter, int openBrackets) => letter switch
        {
            ';' => true,
            ',' or '}' => InList,
            ']' => Bracketed && openBrackets == 0,
            _ => false,
        };
    }
}
