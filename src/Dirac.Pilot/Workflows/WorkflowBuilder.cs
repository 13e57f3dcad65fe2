using System.Text;

namespace Dirac.Pilot.Workflows;

/// <summary>Puts a workflow together from the elements of its file, in their order.</summary>
/// <remarks>Not thread-safe. compat: of two definitions of one type the first counts, of two parameters of one name the second.</remarks>
internal sealed class WorkflowBuilder
{
    private readonly Stack<Node> _open = [];
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, ModuleDefinition> _modules = [];
    private readonly Dictionary<string, StepDefinition> _definitions = [];
    private readonly List<StepInstance> _steps = [];
    private Node? _workflow;

    /// <summary>An element begins.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="attribute">Gives its attributes.</param>
    internal void Start(string name, Func<string, string?> attribute)
    {
        _text.Clear();
        if (!IsObject(name)) return;
        if (_open.Count == 0 ? name != "Workflow" || _workflow is not null : !MayHold(_open.Peek().Kind, name))
        {
            throw new WorkflowFormatException(_open.Count == 0 ? $"it begins with <{name}>, not <Workflow>" : $"<{name}> does not belong into <{_open.Peek().Kind}>");
        }

        var node = new Node(name);
        if (name == "Parameter") ReadAttributes(node, attribute);
        if (name == "Workflow") _workflow = node;
        _open.Push(node);
    }

    /// <summary>Characters between elements.</summary>
    internal void Text(string characters) => _text.Append(characters);

    /// <summary>An element ends.</summary>
    internal void End(string name)
    {
        if (IsObject(name)) Close(_open.Pop());
        else if (_open.TryPeek(out var node)) node.Fields[name] = _text.ToString();
        _text.Clear();
    }

    /// <summary>The workflow, when the file has ended.</summary>
    internal Workflow Build()
    {
        if (_workflow is not { } workflow) throw new WorkflowFormatException("there is no <Workflow>");
        foreach (var step in _steps.Where(step => !_definitions.ContainsKey(step.Type)))
        {
            throw new WorkflowFormatException($"step '{step.Name}' is of type '{step.Type}', which is not defined");
        }

        foreach (var module in _definitions.Values.SelectMany(step => step.Modules).Where(module => !_modules.ContainsKey(module.Type)))
        {
            throw new WorkflowFormatException($"module '{module.Name}' is of type '{module.Type}', which is not defined");
        }

        return new Workflow(workflow["name"], workflow.Parameters, _modules, _definitions, _steps);
    }

    private static bool IsObject(string name) =>
        name is "Workflow" or "Parameter" or "ModuleDefinition" or "ModuleInstance" or "StepDefinition" or "StepInstance";

    private static bool MayHold(string outer, string inner) => (outer, inner) switch
    {
        ("Parameter" or "ModuleInstance" or "StepInstance", _) => inner == "Parameter" && outer != "Parameter",
        ("ModuleDefinition", _) => inner == "Parameter",
        ("StepDefinition", _) => inner is "Parameter" or "ModuleDefinition" or "ModuleInstance",
        _ => inner is "Parameter" or "ModuleDefinition" or "StepDefinition" or "StepInstance",
    };

    private static void ReadAttributes(Node node, Func<string, string?> attribute)
    {
        foreach (var name in (string[])["name", "type", "linked_module", "linked_parameter", "in", "out"])
        {
            node.Fields[name] = attribute(name) ?? throw new WorkflowFormatException($"a <Parameter> has no attribute '{name}'");
        }
    }

    private void Close(Node node)
    {
        switch (node.Kind)
        {
            case "Parameter":
                _open.Peek().Add(node.ToParameter());
                break;
            case "ModuleDefinition":
                _modules.TryAdd(node["type"], new ModuleDefinition(node["type"], node["body"]));
                break;
            case "ModuleInstance":
                _open.Peek().Modules.Add(new ModuleInstance(node["name"], node["type"], node.Parameters));
                break;
            case "StepDefinition":
                _definitions.TryAdd(node["type"], new StepDefinition(node["type"], node.Modules));
                break;
            case "StepInstance":
                _steps.Add(new StepInstance(node["name"], node["type"], node.Parameters));
                break;
        }
    }

    private sealed class Node(string kind)
    {
        internal string Kind => kind;

        internal Dictionary<string, string> Fields { get; } = [];

        internal List<WorkflowParameter> Parameters { get; } = [];

        internal List<ModuleInstance> Modules { get; } = [];

        private Dictionary<string, int> Places { get; } = [];

        internal string this[string field] => Fields.GetValueOrDefault(field, "");

        internal void Add(WorkflowParameter parameter)
        {
            if (Places.TryAdd(parameter.Name, Parameters.Count)) Parameters.Add(parameter);
            else Parameters[Places[parameter.Name]] = parameter;
        }

        internal WorkflowParameter ToParameter()
        {
            var link = string.IsNullOrWhiteSpace(this["linked_module"]) && string.IsNullOrWhiteSpace(this["linked_parameter"])
                ? null
                : new ParameterLink(this["linked_module"], this["linked_parameter"]);
            return new WorkflowParameter(this["name"], this["type"], this["value"], link, IsTrue("in"), IsTrue("out"));
        }

        private bool IsTrue(string field) => string.Equals(this[field], "true", StringComparison.OrdinalIgnoreCase);
    }
}
