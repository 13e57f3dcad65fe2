namespace Dirac.Pilot.Workflows;

/// <summary>A named value of a workflow, step or module, as the file has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as the Python API names it. Values of every type are text here: nothing is evaluated.</param>
/// <param name="Value">Its value.</param>
/// <param name="LinkedTo">What the value is taken from; null for a value of its own.</param>
/// <param name="IsInput">Whether it is set before its owner runs.</param>
/// <param name="IsOutput">Whether its owner sets it.</param>
internal sealed record WorkflowParameter(string Name, string Type, string Value, ParameterLink? LinkedTo = null, bool IsInput = true, bool IsOutput = false)
{
    /// <summary>Whether it has a value before its owner runs.</summary>
    internal bool IsSetBefore => IsInput || !IsOutput;
}

/// <summary>Where a parameter takes its value from.</summary>
/// <param name="Owner">A step or module by its name; <see cref="Enclosing"/> means what it stands in.</param>
/// <param name="Parameter">Its parameter.</param>
internal sealed record ParameterLink(string Owner, string Parameter)
{
    /// <summary>The word for the workflow around a step, or the step around a module.</summary>
    internal const string Enclosing = "self";
}
