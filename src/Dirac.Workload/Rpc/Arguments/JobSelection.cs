using Dirac.Model.Api;

namespace Dirac.Workload.Rpc.Arguments;

/// <summary>Which jobs a client of DIRAC means.</summary>
/// <param name="Conditions">Conditions of a search.</param>
/// <param name="PilotReferences">Only jobs that these pilots took; null for any.</param>
internal sealed record JobSelection(IReadOnlyList<SearchCondition> Conditions, IReadOnlyList<string>? PilotReferences);
