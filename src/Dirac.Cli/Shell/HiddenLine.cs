using System.Text;

namespace Dirac.Cli.Shell;

/// <summary>Reads a line from the terminal without showing it.</summary>
internal static class HiddenLine
{
    /// <summary>The line, without its end.</summary>
    public static string Read()
    {
        var line = new StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key != ConsoleKey.Backspace) line.Append(key.KeyChar);
            else if (line.Length > 0) line.Length--;
        }

        Console.Error.WriteLine();
        return line.ToString();
    }
}
