using System.Globalization;

namespace Dirac.Pilot.Workflows;

/// <summary>Runs the steps of a workflow, one after the other.</summary>
/// <param name="job">The workflow.</param>
/// <param name="modules">The modules it may use, by type.</param>
/// <param name="statuses">Takes application statuses.</param>
/// <param name="log">Takes lines for the job's standard output.</param>
/// <param name="stopping">When cancelled, nothing new is begun.</param>
/// <remarks>
/// compat: a failed step does not stop those after it, which only report nothing any more; and the exit code is that of the last step that failed.
/// </remarks>
internal sealed class WorkflowRunner(
    ResolvedWorkflow job, IReadOnlyDictionary<string, IWorkflowModule> modules, StatusWriter statuses, TextWriter log, CancellationToken stopping)
{
    private const int GeneralFailure = 1;

    // What a shell makes of a program that SIGTERM ended.
    private const int Terminated = 143;

    private bool _jobIsFine = true;

    /// <summary>Runs everything.</summary>
    /// <returns>The exit code.</returns>
    internal int Run()
    {
        var code = 0;
        foreach (var step in job.Steps)
        {
            log.WriteLine($"Step {step.Name} begins.");
            if (_jobIsFine) statuses.Write($"Executing {step.Name}");
            var result = RunStep(step);
            if (stopping.IsCancellationRequested) return Terminated;
            if (result is not { } failure) continue;
            _jobIsFine = false;
            // Exit codes have eight bits.
            code = failure == 0 ? GeneralFailure : failure & 0xFF;
        }

        log.WriteLine(_jobIsFine ? "All steps succeeded." : $"The job failed with exit code {code}.");
        return code;
    }

    // The first module that fails settles the step's code.
    private int? RunStep(ResolvedStep step)
    {
        int? code = null;
        foreach (var module in step.Modules)
        {
            if (stopping.IsCancellationRequested) break;
            var standing = new WorkflowStanding(_jobIsFine, code is null);
            var outcome = RunModule(step, module, standing);
            if (stopping.IsCancellationRequested) break;
            log.WriteLine(outcome.Status.Length > 0 ? outcome.Status : $"Module {module.Name} failed.");
            if (standing.AllIsFine && outcome.Status.Length > 0) statuses.Write(outcome.Status);
            if (outcome is not ModuleOutcome.Failed failed) continue;
            if (standing.AllIsFine) statuses.Write(failed.StepStatus);
            code ??= failed.Code;
        }

        return code;
    }

    private ModuleOutcome RunModule(ResolvedStep step, ResolvedModule module, WorkflowStanding standing)
    {
        var numbers = new[] { job.Values.GetValueOrDefault("PRODUCTION_ID"), job.Values.GetValueOrDefault("JOB_ID"), module.Values.GetValueOrDefault("STEP_NUMBER") };
        return numbers.All(number => Int128.TryParse(number, NumberStyles.Integer, CultureInfo.InvariantCulture, out _))
            ? modules[module.Type].Run(new ModuleValues(module.Values, step.Values, job.Values), standing)
            : new ModuleOutcome.Failed("", 0, $"Exception in {module.Name} module");
    }
}
