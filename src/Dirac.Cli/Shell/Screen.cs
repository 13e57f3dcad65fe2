using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace Dirac.Cli.Shell;

/// <summary>Where a command's results go: tables and lines for people, or one JSON document for programs.</summary>
internal sealed class Screen
{
    private const int WidthWithoutTerminal = 200;
    private readonly CliHost _host;

    /// <summary>Creates the screen.</summary>
    /// <param name="host">The process.</param>
    /// <param name="json">Whether a program reads.</param>
    /// <param name="noColor">Whether colours are unwanted.</param>
    public Screen(CliHost host, bool json, bool noColor)
    {
        _host = host;
        Json = json;
        IsColored = host.OutputIsTerminal && !noColor && string.IsNullOrEmpty(host.Variable("NO_COLOR"));
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(host.Output),
            Ansi = host.OutputIsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = IsColored ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = host.OutputIsTerminal && host.InputIsTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!host.OutputIsTerminal) Console.Profile.Width = WidthWithoutTerminal;
    }

    /// <summary>Whether a program reads.</summary>
    public bool Json { get; }

    /// <summary>Whether colours and bold letters are wanted and seen.</summary>
    public bool IsColored { get; }

    /// <summary>What to type to run this program: the starting script says how it was called.</summary>
    public string Program => _host.Variable("DIRAC_PROGRAM") is { Length: > 0 } name ? name : "dirac";

    /// <summary>Whether a person sees the output as it comes, so that progress may be drawn.</summary>
    public bool Live => _host.OutputIsTerminal && !Json;

    /// <summary>For tables and progress.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Writes a line as it is: no markup, no wrapping.</summary>
    /// <param name="text">The line.</param>
    public void WriteLine(string text = "") => _host.Output.WriteLine(text);

    /// <summary>Writes a remark that is no result; silent when a program reads.</summary>
    /// <param name="text">The remark.</param>
    public void Note(string text)
    {
        if (!Json) _host.Error.WriteLine(text);
    }

    /// <summary>Writes a JSON document.</summary>
    /// <param name="value">What to write.</param>
    /// <param name="type">How to write it.</param>
    public void WriteJson<T>(T value, JsonTypeInfo<T> type) => _host.Output.WriteLine(JsonSerializer.Serialize(value, type));

    /// <summary>Writes names and values, one pair a line.</summary>
    /// <param name="facts">The pairs; those without a value are left out.</param>
    public void WriteFacts(params IReadOnlyList<(string Name, string? Value)> facts)
    {
        var width = facts.Max(fact => fact.Name.Length) + 2;
        foreach (var (name, value) in facts)
        {
            if (!string.IsNullOrEmpty(value)) WriteLine($"{(name.Length > 0 ? name + ":" : "").PadRight(width)} {value}");
        }
    }

    /// <summary>Starts a table for people: narrow columns, no lines where none are needed.</summary>
    /// <param name="columns">Headings.</param>
    public static Table NewTable(params IEnumerable<string> columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns) table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))));
        return table;
    }

    /// <summary>Shows a progress bar while something long goes on; shows nothing when nobody sees it.</summary>
    /// <param name="name">What advances.</param>
    /// <param name="total">How far it goes.</param>
    /// <param name="workAsync">The work; it says by how much it has advanced.</param>
    public Task WithProgressAsync(string name, int total, Func<Action<int>, Task> workAsync)
    {
        if (!Live || total < 2) return workAsync(_ => { });
        return Console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new TaskCountColumn(), new ElapsedTimeColumn())
            .StartAsync(context =>
            {
                var task = context.AddTask(Markup.Escape(name), maxValue: total);
                return workAsync(steps => task.Increment(steps));
            });
    }

    /// <summary>Asks a yes-or-no question; anything but y or yes is no.</summary>
    /// <param name="question">The question.</param>
    /// <exception cref="UsageException">Nobody can answer.</exception>
    public bool Confirm(string question)
    {
        if (!_host.InputIsTerminal) throw new UsageException($"{question} Nobody is there to answer.", "Say yes in advance with --yes.");
        _host.Error.Write($"{question} [y/N] ");
        return _host.Input.ReadLine()?.Trim().ToUpperInvariant() is "Y" or "YES";
    }

    /// <summary>Asks for a line.</summary>
    /// <param name="question">The question, whose answer stands behind it.</param>
    /// <param name="cancellationToken">Ends the wait: Ctrl-C must not hang at a question.</param>
    /// <returns>The line without blanks around it; empty when there is none.</returns>
    public async Task<string> AskAsync(string question, CancellationToken cancellationToken)
    {
        await _host.Error.WriteAsync($"{question} ".AsMemory(), cancellationToken);
        var line = await Task.Run(_host.Input.ReadLine, cancellationToken).WaitAsync(cancellationToken);
        return line?.Trim() ?? "";
    }
}
