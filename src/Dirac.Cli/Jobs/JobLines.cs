using Dirac.Cli.Shell;

namespace Dirac.Cli.Jobs;

/// <summary>One line for each job, in columns that stay narrow.</summary>
internal static class JobLines
{
    /// <summary>Writes number, status and a text.</summary>
    /// <param name="screen">Where.</param>
    /// <param name="rows">The jobs.</param>
    /// <param name="last">The last column.</param>
    public static void Write(Screen screen, IReadOnlyList<JobRow> rows, Func<JobRow, string> last)
    {
        if (rows.Count == 0) return;
        var (number, status) = (rows.Max(row => $"{row.Id}".Length), rows.Max(row => row.Status.Length));
        foreach (var row in rows) screen.WriteLine($"{$"{row.Id}".PadLeft(number)}  {row.Status.PadRight(status)}  {last(row)}".TrimEnd());
    }
}
