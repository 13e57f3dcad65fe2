namespace Dirac.Pilot.Workflows;

/// <summary>A workflow with every value known.</summary>
/// <param name="Values">Values of the whole job.</param>
/// <param name="Steps">The steps, in the order in which they run.</param>
internal sealed record ResolvedWorkflow(IReadOnlyDictionary<string, string> Values, IReadOnlyList<ResolvedStep> Steps);

/// <summary>A step with every value known.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">Its values.</param>
/// <param name="Modules">What it runs.</param>
internal sealed record ResolvedStep(string Name, IReadOnlyDictionary<string, string> Values, IReadOnlyList<ResolvedModule> Modules);

/// <summary>A module with every value known.</summary>
/// <param name="Name">Its name in the step.</param>
/// <param name="Type">Its kind.</param>
/// <param name="Values">Values it was given.</param>
internal sealed record ResolvedModule(string Name, string Type, IReadOnlyDictionary<string, string> Values);
