using System.Globalization;
using Dirac.Model.Jdl;
using Dirac.Pilot.Payloads;
using Dirac.Pilot.Reports;
using Dirac.Pilot.Supervision;

namespace Dirac.Pilot.Workflows;

/// <summary>A job of the Python API as its wrapper sees it: how it is started, and what it reports.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class WorkflowReports : IDisposable
{
    private readonly StatusFollower _follower;
    private readonly AttemptReporter _reporter;

    private WorkflowReports(StatusFollower follower, AttemptReporter reporter) => (_follower, _reporter) = (follower, reporter);

    /// <summary>What the workflow reported last; null when it has reported nothing.</summary>
    internal string? LastStatus => _follower.Last;

    /// <summary>Prepares for a job of the Python API.</summary>
    /// <returns>Null when the job is none: its executable is another, or a <c>dirac-jobexec</c> that it brings itself or names by an existing path.</returns>
    internal static WorkflowReports? For(JobDescription job, JobDirectory directory, AttemptReporter reporter, TimeProvider clock)
    {
        if (Path.GetFileName(job.Executable) != PythonDirac.Program) return null;
        if (Path.Exists(directory.Inside(job.Executable) ?? job.Executable)) return null;
        return new WorkflowReports(new StatusFollower(Path.Combine(directory.Root, "statuses"), clock), reporter);
    }

    /// <summary>How to start it: this program instead of <c>dirac-jobexec</c>.</summary>
    internal SupervisorCommand Command(WorkerNode node) =>
        node.Program.With(JobexecArguments.Verb, JobexecArguments.ForPilot(_follower.Path, node.Options.DiracDirectories, Settings(node)));

    /// <summary>Reports what the workflow has written since the last time.</summary>
    internal void Deliver()
    {
        if (_follower.ReadNew() is { Count: > 0 } statuses) _reporter.Application(statuses);
    }

    /// <inheritdoc/>
    public void Dispose() => _follower.Dispose();

    private static string[] Settings(WorkerNode node) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"/LocalSite/CPUNormalizationFactor={node.CpuPower:0.00}"),
        $"/LocalSite/Site={node.Options.Site}",
        $"/LocalSite/GridCE={node.Options.ComputingElement}",
        $"/LocalSite/CEQueue={node.Options.Queue}",
    ];
}
