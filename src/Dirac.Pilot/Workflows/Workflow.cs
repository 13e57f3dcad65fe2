namespace Dirac.Pilot.Workflows;

/// <summary>A job of the Python API as its <c>jobDescription.xml</c> describes it: steps in their order, each an instance of a definition.</summary>
/// <param name="Name">The job's name.</param>
/// <param name="Parameters">Parameters of the whole job.</param>
/// <param name="Modules">The modules' definitions by type.</param>
/// <param name="Definitions">The steps' definitions by type.</param>
/// <param name="Steps">The steps to run.</param>
internal sealed record Workflow(
    string Name,
    IReadOnlyList<WorkflowParameter> Parameters,
    IReadOnlyDictionary<string, ModuleDefinition> Modules,
    IReadOnlyDictionary<string, StepDefinition> Definitions,
    IReadOnlyList<StepInstance> Steps);

/// <summary>A module: a Python class.</summary>
/// <param name="Type">The class's name.</param>
/// <param name="Body">The Python that brings it in.</param>
internal sealed record ModuleDefinition(string Type, string Body);

/// <summary>A module's place in a step.</summary>
/// <param name="Name">Its name in the step.</param>
/// <param name="Type">Its definition.</param>
/// <param name="Parameters">Values it is given.</param>
internal sealed record ModuleInstance(string Name, string Type, IReadOnlyList<WorkflowParameter> Parameters);

/// <summary>A kind of step.</summary>
/// <param name="Type">Its name.</param>
/// <param name="Modules">The modules it runs, in their order.</param>
internal sealed record StepDefinition(string Type, IReadOnlyList<ModuleInstance> Modules);

/// <summary>A step of the job.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its definition.</param>
/// <param name="Parameters">Values it is given.</param>
internal sealed record StepInstance(string Name, string Type, IReadOnlyList<WorkflowParameter> Parameters);
