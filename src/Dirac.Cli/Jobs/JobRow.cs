using System.Text.Json;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Jobs;

/// <summary>One row of a job search.</summary>
/// <param name="element">The row as it came.</param>
internal sealed class JobRow(JsonElement element) : SearchRow(element)
{
    /// <summary>The job's number.</summary>
    public long Id => Element.GetProperty("JobID").GetInt64();

    /// <summary>Major status.</summary>
    public string Status => Text("Status");
}
