using System.Buffers;
using System.Globalization;
using System.Text;
using Dirac.Model.Errors;

namespace Dirac.Model.Configuration;

/// <summary>Reads CFG text line by line with an explicit stack of open sections.</summary>
internal sealed class CfgReader
{
    private static readonly SearchValues<char> ForbiddenInNames = SearchValues.Create("{}=\n\r");

    private readonly Stack<OpenSection> _open = new();
    private readonly StringBuilder _comment = new();
    private OpenSection _current = OpenSection.Root();
    private int _lineNumber;

    /// <summary>The section name read last, waiting for its brace on a later line.</summary>
    private string _pending = "";

    /// <summary>Where a value has a closing brace that looks as if it were to close a section; empty when none does.</summary>
    private string _swallowed = "";

    private CfgReader()
    {
    }

    public static CfgSection Read(string text)
    {
        if (text.Length > Cfg.MaxLength)
        {
            throw new DiracException(
                ErrorCode.TooLarge,
                string.Create(CultureInfo.InvariantCulture, $"The configuration has more than {Cfg.MaxLength:N0} characters."));
        }

        var reader = new CfgReader();
        foreach (var range in text.AsSpan().Split('\n'))
        {
            reader._lineNumber++;
            reader.ReadLine(text.AsSpan(range).Trim());
        }

        return reader.Finish();
    }

    /// <summary>Whether a text can stand as the name of an option or section and is read back as that name.</summary>
    public static bool IsName(string name) =>
        name.Length > 0
        && name[0] != '#'
        && name[^1] != '+'
        && name.AsSpan().Trim().Length == name.Length
        && !name.AsSpan().ContainsAny(ForbiddenInNames);

    private void ReadLine(ReadOnlySpan<char> line)
    {
        if (line.StartsWith('#'))
        {
            AddComment(line.ToString().Replace("#", "", StringComparison.Ordinal).TrimEnd());
            return;
        }

        while (!line.IsEmpty)
        {
            var at = line.IndexOfAny("{}=");
            if (at < 0)
            {
                Remember(line);
                return;
            }

            var before = line[..at].Trim();
            if (line[at] == '=')
            {
                ReadOption(before, line[(at + 1)..].Trim());
                return;
            }

            Remember(before);
            if (line[at] == '{') Open();
            else Close();
            line = line[(at + 1)..].Trim();
        }
    }

    private void ReadOption(ReadOnlySpan<char> left, ReadOnlySpan<char> value)
    {
        var appends = left.EndsWith('+');
        var name = (appends ? left[..^1] : left).TrimEnd().ToString();
        CheckName(name, "an option");
        RefusePending();
        if (value.EndsWith('}') && value.Count('}') > value.Count('{')) _swallowed = $" On line {_lineNumber} all that follows the '=' is the value, '{value}'.";
        if (!_current.SetOption(name, value, appends, TakeComment())) throw Error($"'{name}' is already a section");
    }

    private void Remember(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty) return;

        RefusePending();
        _pending = name.ToString();
    }

    private void Open()
    {
        CheckName(_pending, "a section");
        if (_open.Count >= CfgSection.MaxDepth) throw Error($"Sections are nested more than {CfgSection.MaxDepth} deep");

        _open.Push(_current);
        _current = _current.Enter(_pending, _lineNumber, TakeComment()) ?? throw Error($"'{_pending}' is already an option");
        _pending = "";
    }

    private void Close()
    {
        RefusePending();
        if (!_open.TryPop(out var parent)) throw Error("There is a '}' too many");

        _current = parent;
        _comment.Clear();
    }

    private CfgSection Finish()
    {
        RefusePending();
        if (_open.Count == 0) return _current.Finish();

        throw new DiracException(
            ErrorCode.BadRequest,
            $"Section '{_current.Name}', opened on line {_current.Line}, is not closed.{_swallowed}",
            _swallowed.Length > 0 ? "Put the '}' that closes a section on a line of its own." : "Add the missing '}'.");
    }

    private void AddComment(string line)
    {
        if (_comment.Length > 0) _comment.Append('\n');
        _comment.Append(line);
    }

    private string TakeComment()
    {
        var comment = _comment.ToString();
        _comment.Clear();
        return comment;
    }

    private void CheckName(string name, string kind)
    {
        if (name.Length == 0) throw Error($"The name of {kind} is missing");
        if (!IsName(name)) throw Error($"'{name}' cannot be the name of {kind}");
    }

    private void RefusePending()
    {
        if (_pending.Length > 0) throw Error($"'{_pending}' is neither an option nor a section", "Options read NAME = value; sections NAME { … }.");
    }

    private DiracException Error(string problem, string? advice = null) =>
        new(ErrorCode.BadRequest, $"{problem} (configuration line {_lineNumber}).", advice);
}
