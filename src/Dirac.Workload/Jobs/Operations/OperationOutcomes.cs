namespace Dirac.Workload.Jobs.Operations;

/// <summary>What became of some jobs of one operation, until it is written down. Not thread-safe.</summary>
internal sealed class OperationOutcomes
{
    private const int LongestReason = 255;
    private const int MostExamples = 10;
    private readonly List<(long JobID, OperationStep Step, string? Reason)> _jobs = [];
    private readonly Dictionary<(OperationStep Step, string Text), (int Jobs, List<long> Examples)> _groups = [];

    /// <summary>Each job's new step, and the reason where there is one.</summary>
    public IReadOnlyList<(long JobID, OperationStep Step, string? Reason)> Jobs => _jobs;

    /// <summary>How many jobs had which outcome (a status for those that went well, else the reason), and the first of them.</summary>
    public IEnumerable<OutcomeRow> Groups => _groups.Select(group => new OutcomeRow
    {
        Kind = group.Key.Step.ToString(), Text = group.Key.Text, Jobs = group.Value.Jobs, Examples = string.Join(',', group.Value.Examples),
    });

    public int Count(OperationStep step) => _jobs.Count(job => job.Step == step);

    /// <summary>Notes a job that is as it was wanted.</summary>
    /// <param name="id">The job.</param>
    /// <param name="step">Succeeded or Restored.</param>
    /// <param name="status">Its status now.</param>
    public void Good(long id, OperationStep step, string status) => Add(id, step, null, status);

    /// <summary>Notes a job that is not.</summary>
    /// <param name="id">The job.</param>
    /// <param name="step">Failed or Kept.</param>
    /// <param name="reason">Why.</param>
    public void Bad(long id, OperationStep step, string reason)
    {
        var text = AboutIt(id, reason);
        var fit = text.Length <= LongestReason ? text : text[..LongestReason];
        Add(id, step, fit, fit);
    }

    /// <summary>A reason as it is counted and told: about "it", so that equal ones of many jobs are equal texts.</summary>
    /// <param name="id">The job the reason names.</param>
    /// <param name="reason">For example <c>Job 7 is Done: there is nothing to kill.</c></param>
    public static string AboutIt(long id, string reason)
    {
        var name = $"Job {id}";
        if (!reason.StartsWith(name, StringComparison.Ordinal)) return reason;
        var rest = reason[name.Length..];
        if (rest.StartsWith(": ", StringComparison.Ordinal)) return rest[2..];
        return rest.StartsWith(' ') ? $"It{rest}" : reason;
    }

    private void Add(long id, OperationStep step, string? reason, string text)
    {
        _jobs.Add((id, step, reason));
        var (jobs, examples) = _groups.GetValueOrDefault((step, text), (0, []));
        if (reason is not null && jobs < MostExamples) examples.Add(id);
        _groups[(step, text)] = (jobs + 1, examples);
    }
}
