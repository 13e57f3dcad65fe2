namespace Dirac.Cli.LegacyNames.Options;

/// <summary>Reads a command line by the rules of DIRAC's scripts, which are those of Python's <c>gnu_getopt</c>.</summary>
/// <remarks>
/// Options and words may be mixed; <c>--</c> ends the options; long names may be cut short as long as they fit one option only; short options may be
/// written together, and a value may follow its letter at once.
/// </remarks>
internal sealed class LegacyOptions
{
    private readonly List<LegacySwitch> _known;
    private readonly Queue<string> _words;
    private readonly List<(string Name, string Value)> _switches = [];
    private readonly List<string> _arguments = [];

    private LegacyOptions(LegacySyntax syntax, IEnumerable<string> words)
    {
        _known = [.. syntax.All];
        _words = new Queue<string>(words);
    }

    /// <summary>Reads a command line.</summary>
    /// <param name="syntax">What the command understands.</param>
    /// <param name="words">The command line without the command.</param>
    /// <param name="optionsFirst">Whether the first word that is no option ends them (POSIXLY_CORRECT).</param>
    /// <exception cref="LegacyOptionException">An option is not understood.</exception>
    public static LegacyLine Read(LegacySyntax syntax, IEnumerable<string> words, bool optionsFirst = false)
    {
        var options = new LegacyOptions(syntax, words);
        options.Read(optionsFirst);
        return new LegacyLine(options._switches, options._arguments);
    }

    private void Read(bool optionsFirst)
    {
        while (_words.TryDequeue(out var word))
        {
            if (word == "--") break;
            if (word.StartsWith("--", StringComparison.Ordinal)) ReadLong(word[2..]);
            else if (word.Length > 1 && word[0] == '-') ReadShort(word[1..]);
            else
            {
                _arguments.Add(word);
                if (optionsFirst) break;
            }
        }

        _arguments.AddRange(_words);
    }

    private void ReadLong(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var (name, value) = equals < 0 ? (text, null) : (text[..equals], text[(equals + 1)..]);
        var option = FindLong(name);
        if (!option.TakesValue && value is not null) throw new LegacyOptionException($"option --{option.Long} must not have an argument");
        if (option.TakesValue) value ??= Next($"option --{option.Long} requires argument");
        _switches.Add((option.Long, value ?? ""));
    }

    private LegacySwitch FindLong(string name)
    {
        var fitting = _known.FindAll(option => option.Long.StartsWith(name, StringComparison.Ordinal));
        if (fitting.Count == 0) throw new LegacyOptionException($"option --{name} not recognized");
        return fitting.Find(option => option.Long == name)
            ?? (fitting.Count == 1 ? fitting[0] : throw new LegacyOptionException($"option --{name} not a unique prefix"));
    }

    private void ReadShort(string letters)
    {
        for (var at = 0; at < letters.Length; at++)
        {
            var letter = letters[at].ToString();
            var option = _known.Find(known => known.Short == letter) ?? throw new LegacyOptionException($"option -{letter} not recognized");
            if (!option.TakesValue)
            {
                _switches.Add((option.Long, ""));
                continue;
            }

            _switches.Add((option.Long, at + 1 < letters.Length ? letters[(at + 1)..] : Next($"option -{letter} requires argument")));
            return;
        }
    }

    private string Next(string complaint) => _words.TryDequeue(out var value) ? value : throw new LegacyOptionException(complaint);
}
