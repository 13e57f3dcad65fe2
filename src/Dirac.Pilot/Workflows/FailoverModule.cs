namespace Dirac.Pilot.Workflows;

/// <summary>The module FailoverRequest: says at the end how the job went.</summary>
/// <param name="hasJob">Whether this is a job of the workload system; else there is nothing to report to.</param>
/// <param name="statuses">Takes application statuses.</param>
/// <remarks>
/// It writes no request file: that would hold reports which could not be sent, and here the pilot keeps reports until the server has them. Reports
/// about files of a transformation are left to Python (<see cref="PythonNeed"/>).
/// </remarks>
internal sealed class FailoverModule(bool hasJob, StatusWriter statuses) : IWorkflowModule
{
    /// <inheritdoc/>
    public ModuleOutcome Run(ModuleValues values, WorkflowStanding standing)
    {
        if (!hasJob) return new ModuleOutcome.Succeeded("Skipping FailoverRequest module");
        if (!standing.AllIsFine) return ModuleOutcome.Failed.Of("RuntimeError", "Workflow failed, FailoverRequest module completed");
        statuses.Write("Job Finished Successfully");
        return new ModuleOutcome.Succeeded("Workflow successful, end of FailoverRequest module execution.");
    }
}
