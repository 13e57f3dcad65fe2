using System.Globalization;
using System.Text;
using Dirac.Resources.Computing;
using Dirac.Resources.Shells;

namespace Dirac.Resources.Batch;

/// <summary>The parts of scripts that all batch systems share. Pure.</summary>
/// <param name="area">Directory on the host for everything of ours; a leading <c>~</c> is the user's home.</param>
/// <param name="mark">Begins every line that is meant for us.</param>
internal sealed class BatchScript(string area, string mark)
{
    /// <summary>Exit code of a script that found no pilot to start.</summary>
    public const int ProgramMissing = 66;

    private static readonly Lazy<string> Starter = new(ReadStarter);

    /// <summary>A whole script around <paramref name="body"/>.</summary>
    public string Around(string body) => $$"""
        LC_ALL=C; export LC_ALL
        umask 077
        area={{Area()}}
        say() { printf '%s' {{mark}}; printf '\t%s' "$@"; printf '\n'; }
        undo() { :; }
        # What the account's profile printed may have ended in the middle of a line.
        echo
        fail() { undo; say fail "$(printf '%s' "$*" | head -n 5 | cut -c 1-500 | tr '\n\t' '  ')"; say end; exit 0; }
        free() { df -Pk "$area" 2>/dev/null | awk 'NR == 2 { print $4 " kB are free" }'; }
        {{body}}
        say end

        """;

    /// <summary>Makes the directories of an order's pilots; ends with <see cref="ProgramMissing"/> when the program is not on the host.</summary>
    public static string Prepare(PilotOrder order)
    {
        var script = new StringBuilder($$"""
            program="$area/programs/{{order.Program.Sha256}}/dirac-pilot"
            [ -x "$program" ] || exit {{ProgramMissing}}
            mkdir -p "$area/pilots" || fail "$area cannot be made"
            cat >"$area/start-pilot.$$" <<'EndOfStarter' && mv "$area/start-pilot.$$" "$area/start-pilot.sh" || fail "$area cannot be written to: $(free)"
            {{Starter.Value}}
            EndOfStarter
            undo() { cd "$area/pilots" && rm -rf -- {{Words(order.Pilots.Select(pilot => pilot.Stamp))}}; }
            pilot() {
              dir="$area/pilots/$1"
              mkdir "$dir" 2>&1 && printf '%s\n' "$2" >"$dir/secret" && printf '%s\n' "$program" >"$dir/program" && printf '%s\n' {{order.Program.Sha256}} >"$dir/sha256" \
                && printf '%s\n' --stamp "$1" {{string.Join(' ', order.Arguments.Select(Line))}} >"$dir/arguments" || fail "the directory of a pilot cannot be made in $area: $(free)"
            {{(order.Authority is null ? "" : $"  printf '%s\\n' {ShellText.Quote(order.Authority)} >\"$dir/ca.pem\" || fail \"$dir cannot be written to: $(free)\"")}}
            }

            """);
        foreach (var pilot in order.Pilots) script.Append(CultureInfo.InvariantCulture, $"pilot {ShellText.Quote(pilot.Stamp)} {ShellText.Quote(pilot.Secret)}\n");
        return script.ToString();
    }

    /// <summary>The command that stores a pilot's program from its standard input.</summary>
    public string Store(PilotFile program) => $$"""
        umask 077; area={{Area()}}; dir="$area/programs/{{program.Sha256}}"; new="$dir/new.$$"; mkdir -p "$dir" && cat >"$new" && [ "$(sha256sum <"$new" | cut -d ' ' -f 1)" = {{program.Sha256}} ] && chmod 755 "$new" && mv "$new" "$dir/dirac-pilot" || { rm -f "$new"; exit 1; }
        """;

    /// <summary>Says <c>exit STAMP CODE</c> or <c>open STAMP</c> or <c>gone STAMP</c> for pilots.</summary>
    public static string Ends(IEnumerable<string> stamps) => $$"""
        for stamp in {{Words(stamps)}}; do
          dir="$area/pilots/$stamp"
          if [ -f "$dir/exit" ]; then say exit "$stamp" "$(cat "$dir/exit")"
          elif [ -d "$dir" ]; then say open "$stamp" "$([ -f "$dir/started" ] && echo started || echo waiting)"
          else say gone "$stamp"
          fi
        done

        """;

    /// <summary>Says <c>job STAMP NUMBER</c> for pilots that were started.</summary>
    public static string Numbers(IEnumerable<string> stamps) => $$"""
        for stamp in {{Words(stamps)}}; do
          if [ -f "$area/pilots/$stamp/number" ]; then say job "$stamp" "$(cat "$area/pilots/$stamp/number")"; else rm -rf -- "$area/pilots/$stamp"; fi
        done

        """;

    /// <summary>Says <c>print STAMP OUTPUT ERROR</c>, the streams in base64.</summary>
    public static string Prints(IEnumerable<string> stamps, int mostBytes) => $$"""
        text() { tail -c {{mostBytes}} "$1" 2>/dev/null | base64 | tr -d '\n'; }
        for stamp in {{Words(stamps)}}; do
          dir="$area/pilots/$stamp"
          [ -d "$dir" ] && say print "$stamp" "$(text "$dir/out")" "$(text "$dir/err")"
        done

        """;

    /// <summary>Removes the directories of pilots.</summary>
    public static string Clean(IEnumerable<string> stamps) => $"cd \"$area/pilots\" 2>/dev/null && rm -rf -- {Words(stamps)}\n";

    /// <summary>Texts as the words of a list.</summary>
    public static string Words(IEnumerable<string> texts) => string.Join(' ', texts.Select(ShellText.Quote));

    private string Area() => area switch
    {
        "~" => "\"$HOME\"",
        _ when area.StartsWith("~/", StringComparison.Ordinal) => $"\"$HOME\"/{ShellText.Quote(area[2..])}",
        _ => ShellText.Quote(area),
    };

    private static string Line(string argument) => argument.Contains('\n')
        ? throw new ComputingElementException(CETrouble.RequestWrong, $"An argument of a pilot has two lines: {argument}")
        : ShellText.Quote(argument);

    private static string ReadStarter()
    {
        using var reader = new StreamReader(typeof(BatchScript).Assembly.GetManifestResourceStream("start-pilot.sh")!);
        return reader.ReadToEnd().TrimEnd();
    }
}
