namespace Dirac.Tasks;

/// <summary>How much one handler call asks of the process; each size class has a pool of its own.</summary>
public enum TaskSize
{
    /// <summary>Milliseconds, a few queries.</summary>
    Small = 0,

    /// <summary>Seconds, or calls to other services.</summary>
    Medium = 1,

    /// <summary>Minutes, much memory or disk.</summary>
    Large = 2,
}
