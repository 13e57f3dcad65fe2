using Dirac.Cli.Shell;
using Dirac.Model.Api;

namespace Dirac.Cli.Tasks;

/// <summary>How errors of tasks are written for people.</summary>
internal static class TaskLines
{
    /// <summary>Writes one line for each attempt that failed.</summary>
    /// <param name="screen">Where to.</param>
    /// <param name="errors">The errors.</param>
    public static void Print(Screen screen, IEnumerable<TaskErrorInfo> errors)
    {
        foreach (var error in errors) screen.WriteLine($"  attempt {error.Attempt}, {Times.Show(error.At)} UTC{Trace(error.TraceId)}: {error.Error.ReplaceLineEndings("\n    ")}");
    }

    /// <summary>The trace, to follow other words; empty when there is none.</summary>
    /// <param name="traceId">The trace.</param>
    public static string Trace(string? traceId) => traceId is null ? "" : $", trace {traceId}";
}
