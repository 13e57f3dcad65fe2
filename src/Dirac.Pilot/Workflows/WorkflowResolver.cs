using System.Globalization;

namespace Dirac.Pilot.Workflows;

/// <summary>Works out the values of a workflow's steps: variables, links, and what the command line gave.</summary>
/// <remarks>Pure; use once. compat: variables are replaced before and after the given values are set, in the order in which DIRAC does it.</remarks>
internal sealed class WorkflowResolver
{
    private const string NoNumber = "00000000";

    private readonly ParameterList _job;
    private readonly List<(StepInstance Instance, ParameterList Parameters)> _steps;
    private readonly Dictionary<string, List<(ModuleInstance Instance, ParameterList Parameters)>> _modules;

    private WorkflowResolver(Workflow workflow)
    {
        _job = new ParameterList(workflow.Parameters);
        _steps = [.. workflow.Steps.Select(step => (step, new ParameterList(step.Parameters)))];
        _modules = workflow.Definitions.ToDictionary(
            definition => definition.Key,
            definition => definition.Value.Modules.Select(module => (module, new ParameterList(module.Parameters))).ToList());
    }

    /// <summary>Resolves a workflow.</summary>
    /// <param name="workflow">The workflow.</param>
    /// <param name="given">Values that replace those of parameters of the job and of its modules.</param>
    /// <exception cref="WorkflowFormatException">A link leads nowhere, or a value grows beyond measure.</exception>
    internal static ResolvedWorkflow Resolve(Workflow workflow, IReadOnlyDictionary<string, string> given)
    {
        var resolver = new WorkflowResolver(workflow);
        resolver.ReplaceVariables();
        resolver.Give(given);
        resolver.ReplaceVariables();
        return resolver.Link();
    }

    private static string At(Dictionary<string, string> values, string name, string whose) =>
        values.TryGetValue(name, out var value) ? value : throw new WorkflowFormatException($"{whose} is linked to '{name}', which does not exist");

    private static WorkflowParameter Fixed(string name, string value) => new(name, "string", value);

    private static WorkflowParameter FromAround(string name, string parameter) => new(name, "string", "", new ParameterLink(ParameterLink.Enclosing, parameter));

    private void ReplaceVariables()
    {
        _job.Offer(Fixed("PRODUCTION_ID", NoNumber));
        _job.Offer(Fixed("JOB_ID", NoNumber));
        _job.Resolve();
        for (var i = 0; i < _steps.Count; i++)
        {
            var (instance, parameters) = _steps[i];
            var number = (i + 1).ToString(CultureInfo.InvariantCulture);
            parameters.Offer(Fixed("STEP_NUMBER", number));
            parameters.Offer(Fixed("STEP_ID", $"{_job.Find("PRODUCTION_ID")!.Value}_{_job.Find("JOB_ID")!.Value}_{number}"));
            parameters.Offer(Fixed("STEP_INSTANCE_NAME", instance.Name));
            parameters.Offer(Fixed("STEP_DEFINITION_NAME", instance.Type));
            parameters.Offer(FromAround("JOB_ID", "JOB_ID"));
            parameters.Offer(FromAround("PRODUCTION_ID", "PRODUCTION_ID"));
            parameters.Resolve(_job);
            ReplaceInModules(instance.Type, parameters);
        }
    }

    // Modules belong to the definition: of two steps of one kind, the first settles their values.
    private void ReplaceInModules(string stepType, ParameterList step)
    {
        var number = 0;
        foreach (var (instance, parameters) in _modules[stepType])
        {
            parameters.Offer(Fixed("MODULE_NUMBER", (++number).ToString(CultureInfo.InvariantCulture)));
            parameters.Offer(Fixed("MODULE_INSTANCE_NAME", instance.Name));
            parameters.Offer(Fixed("MODULE_DEFINITION_NAME", instance.Type));
            parameters.Offer(FromAround("JOB_ID", "JOB_ID"));
            parameters.Offer(FromAround("PRODUCTION_ID", "PRODUCTION_ID"));
            parameters.Offer(FromAround("STEP_NUMBER", "STEP_NUMBER"));
            parameters.Offer(FromAround("STEP_ID", "STEP_NUMBER"));
            parameters.Resolve(step, _job);
        }
    }

    private void Give(IReadOnlyDictionary<string, string> given)
    {
        foreach (var (name, value) in given)
        {
            _job.SetIfPresent(name, value);
            foreach (var (_, parameters) in _modules.Values.SelectMany(modules => modules)) parameters.SetIfPresent(name, value);
        }
    }

    private ResolvedWorkflow Link()
    {
        var job = new Dictionary<string, string>();
        foreach (var parameter in _job.Items.Where(parameter => parameter.IsSetBefore))
        {
            job[parameter.Name] = parameter.LinkedTo is { } link ? At(job, link.Parameter, $"'{parameter.Name}' of the job") : parameter.Value;
        }

        var done = new Dictionary<string, Dictionary<string, string>>();
        return new ResolvedWorkflow(
            _job.Items.ToDictionary(parameter => parameter.Name, parameter => parameter.Value),
            [.. _steps.Select(step => LinkStep(step.Instance, step.Parameters, job, done))]);
    }

    private ResolvedStep LinkStep(
        StepInstance instance, ParameterList parameters, Dictionary<string, string> job, Dictionary<string, Dictionary<string, string>> done)
    {
        var values = done[instance.Name] = [];
        foreach (var parameter in parameters.Items.Where(parameter => parameter.IsSetBefore))
        {
            values[parameter.Name] = parameter.LinkedTo is { } link
                ? At(link.Owner == ParameterLink.Enclosing ? job : StepNamed(link.Owner, done), link.Parameter, $"'{parameter.Name}' of step '{instance.Name}'")
                : parameter.Value;
        }

        Variables.ResolveAmong(values);
        var seen = parameters.Items.ToDictionary(parameter => parameter.Name, parameter => parameter.Value);
        foreach (var (name, value) in values) seen[name] = value;
        var modules = _modules[instance.Type].Select(module => LinkModule(module.Instance, module.Parameters, values)).ToList();
        SetOutputs(parameters, values, instance.Name);
        return new ResolvedStep(instance.Name, seen, modules);
    }

    private static Dictionary<string, string> StepNamed(string name, Dictionary<string, Dictionary<string, string>> done) =>
        done.TryGetValue(name, out var step) ? step : throw new WorkflowFormatException($"a step is linked to step '{name}', which does not come before it");

    private static ResolvedModule LinkModule(ModuleInstance instance, ParameterList parameters, Dictionary<string, string> step) => new(
        instance.Name,
        instance.Type,
        parameters.Items.Where(parameter => parameter.IsSetBefore).ToDictionary(
            parameter => parameter.Name,
            parameter => parameter.LinkedTo is { } link ? At(step, link.Parameter, $"'{parameter.Name}' of module '{instance.Name}'") : parameter.Value));

    // What a step gives to later ones. Values that a module works out are left to Python (see PythonNeed).
    private static void SetOutputs(ParameterList parameters, Dictionary<string, string> values, string step)
    {
        foreach (var parameter in parameters.Items.Where(parameter => parameter.IsOutput))
        {
            values[parameter.Name] = parameter.LinkedTo is { } link ? At(values, link.Parameter, $"'{parameter.Name}' of step '{step}'") : parameter.Value;
        }
    }
}
