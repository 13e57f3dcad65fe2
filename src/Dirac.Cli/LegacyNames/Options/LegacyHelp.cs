using System.Text;

namespace Dirac.Cli.LegacyNames.Options;

/// <summary>Help in the layout of DIRAC's.</summary>
internal static class LegacyHelp
{
    /// <summary>The help of a command, with a line end after its last line.</summary>
    /// <param name="syntax">What the command understands.</param>
    public static string Write(LegacySyntax syntax)
    {
        var words = syntax.Usage ?? string.Join(' ', syntax.Arguments.Select(Marking));
        var text = new StringBuilder($"\n{syntax.Description}\n\n\nUsage:\n{$"  {syntax.Name} [options] ... {words}".TrimEnd()}\n");
        AppendOptions(text, "General options", LegacySwitch.General);
        if (syntax.Switches.Count > 0) AppendOptions(text, "Options", syntax.Switches);
        if (syntax.Arguments.Count > 0) AppendArguments(text, syntax.Arguments);
        return text.Append('\n').ToString();
    }

    private static string Marking(LegacyArgument argument) => argument.Many ? $"{argument.Name} [{argument.Name}]" : argument.Name;

    private static void AppendOptions(StringBuilder text, string title, IEnumerable<LegacySwitch> options)
    {
        text.Append('\n').Append(title).Append(":\n");
        foreach (var option in options) text.Append($"  -{option.Short,-2} --{Named(option),-22} : {option.Description}\n");
    }

    // compat: DIRAC shows the value of an option without a letter as a bare '='.
    private static string Named(LegacySwitch option) => (option.TakesValue, option.Short) switch
    {
        (false, _) => option.Long,
        (true, "") => $"{option.Long}=",
        _ => $"{option.Long} <value> ",
    };

    private static void AppendArguments(StringBuilder text, IReadOnlyList<LegacyArgument> arguments)
    {
        text.Append("\nArguments:\n");
        var width = arguments.Max(argument => argument.Name.Length);
        foreach (var argument in arguments)
        {
            text.Append($"  {argument.Name}:{new string(' ', width - argument.Name.Length)}  {argument.Description}{(argument.Required ? "" : " (optional)")}\n");
        }
    }
}
