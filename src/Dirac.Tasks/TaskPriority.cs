namespace Dirac.Tasks;

/// <summary>Which tasks of a size class go first. Strict: a lower one waits while a higher one is due.</summary>
public enum TaskPriority
{
    /// <summary>Somebody is waiting for it.</summary>
    Realtime = 0,

    /// <summary>Ordinary work.</summary>
    Normal = 1,

    /// <summary>Upkeep.</summary>
    Background = 2,
}
