using System.Text.RegularExpressions;

namespace Dirac.Pilot.Workflows;

/// <summary>Says whether a workflow needs Python, since it is more than programs to run one after the other. Pure and thread-safe.</summary>
internal static partial class PythonNeed
{
    /// <summary>The module that runs a program.</summary>
    internal const string Script = "Script";

    /// <summary>The module that reports at the end.</summary>
    internal const string FailoverRequest = "FailoverRequest";

    private static readonly string[] InputData = ["InputData", "ParametricInputData"];

    /// <summary>What in the workflow needs Python, as the beginning of a sentence; null when nothing does.</summary>
    internal static string? Find(Workflow workflow) => workflow.Steps.Select(step => Find(workflow, step)).FirstOrDefault(need => need is not null);

    /// <summary>The same for what shows only when values are known.</summary>
    internal static string? Find(ResolvedWorkflow workflow) =>
        workflow.Steps.SelectMany(step => step.Modules).Any(module => module.Type == FailoverRequest)
        && workflow.Values.GetValueOrDefault("PRODUCTION_ID", "").Trim('0', ' ').Length > 0
        && InputData.Any(name => workflow.Values.GetValueOrDefault(name, "").Trim(';', ' ').Length > 0)
            ? "Module 'FailoverRequest', which reports the input files of a transformation,"
            : null;

    private static string? Find(Workflow workflow, StepInstance step)
    {
        foreach (var module in workflow.Definitions[step.Type].Modules)
        {
            if (!IsOurs(workflow.Modules[module.Type])) return $"Module '{module.Type}' of step '{step.Name}'";
            if (module.Parameters.Any(parameter => parameter.IsOutput || parameter.LinkedTo is { Owner: not ParameterLink.Enclosing }))
            {
                return $"A value that module '{module.Name}' of step '{step.Name}' passes on";
            }
        }

        return step.Parameters.Any(parameter => parameter is { IsOutput: true, LinkedTo.Owner: not ParameterLink.Enclosing })
            ? $"A value that step '{step.Name}' passes on"
            : null;
    }

    // A class of the same name from elsewhere, such as a community's own Script, is another class.
    private static bool IsOurs(ModuleDefinition module) =>
        module.Type is Script or FailoverRequest && Import().Match(module.Body) is { Success: true } import && import.Groups[1].Value == module.Type;

    [GeneratedRegex(@"\A\s*from\s+DIRAC\.Workflow\.Modules\.(\w+)\s+import\s+\1\s*\z")]
    private static partial Regex Import();
}
