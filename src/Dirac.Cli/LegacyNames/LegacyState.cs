using Dirac.Cli.LegacyNames.Python;
using Dirac.Model.Jobs;

namespace Dirac.Cli.LegacyNames;

/// <summary>Which jobs may go to a status, decided before anything is asked for, as DIRAC's client does.</summary>
internal static class LegacyState
{
    /// <summary>The jobs that may, in the order they were named; unknown ones may not.</summary>
    /// <param name="ids">Jobs.</param>
    /// <param name="rows">Their columns, Status among them.</param>
    /// <param name="status">The status.</param>
    public static IReadOnlyList<long> ThatMayBe(IReadOnlyList<long> ids, IReadOnlyDictionary<long, PythonDict> rows, JobStatus status) =>
        [.. ids.Distinct().Where(id => rows.TryGetValue(id, out var row) && MayBe(row, status))];

    private static bool MayBe(PythonDict row, JobStatus status) =>
        LegacyAttributes.Find(row, "Status") is PythonString text && JobStatuses.TryParse(text.Text, out var now) && JobStatuses.Decide(now, status) == status;
}
