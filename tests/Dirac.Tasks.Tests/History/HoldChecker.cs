using Dirac.Tasks.Tests.Simulation;

namespace Dirac.Tasks.Tests.History;

/// <summary>Says which locks and limits are held by more than may hold them. Pure.</summary>
internal static class HoldChecker
{
    /// <summary>What is wrong when <paramref name="task"/> is held now, or null.</summary>
    public static string? Problem(TaskFacts task, IEnumerable<TaskFacts> all, long now)
    {
        if (task.Lock is not { } wanted)
            return null;
        var others = all.Where(other => other != task && other.Lock is not null && other.State == TaskState.Held && other.DueMs > now).ToList();
        if (others.Exists(other => other.Lock!.Site == wanted.Site && !(other.Lock.IsShared && wanted.IsShared)))
            return $"another holds {wanted.Site}";
        return others.Count < SimulatedWorld.MostGuards ? null : $"{others.Count} others run already";
    }
}
