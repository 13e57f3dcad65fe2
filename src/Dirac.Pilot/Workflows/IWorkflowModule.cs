namespace Dirac.Pilot.Workflows;

/// <summary>A module that runs without Python.</summary>
internal interface IWorkflowModule
{
    /// <summary>Runs it.</summary>
    /// <param name="values">Its own values, its step's and the job's.</param>
    /// <param name="standing">How the job stands.</param>
    ModuleOutcome Run(ModuleValues values, WorkflowStanding standing);
}

/// <summary>What a module can look at.</summary>
/// <param name="Module">Its own values.</param>
/// <param name="Step">Its step's.</param>
/// <param name="Job">The job's.</param>
internal sealed record ModuleValues(IReadOnlyDictionary<string, string> Module, IReadOnlyDictionary<string, string> Step, IReadOnlyDictionary<string, string> Job);

/// <summary>What has failed so far.</summary>
/// <param name="JobIsFine">Whether all steps before succeeded.</param>
/// <param name="StepIsFine">Whether all modules of this step succeeded.</param>
internal readonly record struct WorkflowStanding(bool JobIsFine, bool StepIsFine)
{
    /// <summary>Whether nothing has failed.</summary>
    internal bool AllIsFine => JobIsFine && StepIsFine;
}
