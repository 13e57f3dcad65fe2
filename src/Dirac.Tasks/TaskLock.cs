namespace Dirac.Tasks;

/// <summary>Something that a task needs for itself, or shares, while it runs; whatever kinds of task need it.</summary>
/// <remarks>
/// A lock lives as long as the task's lease: it is taken when the task is claimed, kept by the same renewals, and free when the task ends or its worker
/// has vanished. Waiting for one is no attempt. Who waits longest comes first, so those who share do not starve one who wants it alone.
/// </remarks>
public sealed record TaskLock
{
    private const int LongestKind = 64;
    private const int LongestKey = 128;

    private TaskLock(string kind, string? key, bool isShared)
    {
        Kind = Checked(kind, LongestKind, nameof(kind));
        Key = key is null ? null : Checked(key, LongestKey, nameof(key));
        IsShared = isShared;
    }

    /// <summary>What kind of thing is locked, such as <c>Site</c>.</summary>
    public string Kind { get; }

    /// <summary>Which of them; null for a thing of which there is one.</summary>
    public string? Key { get; }

    /// <summary>Whether other tasks may share it at the same time.</summary>
    public bool IsShared { get; }

    internal string Name => Key is null ? Kind : $"{Kind}/{Key}";

    /// <summary>The task needs the thing for itself.</summary>
    /// <param name="kind">What kind of thing: 1 to 64 characters.</param>
    /// <param name="key">Which of them: 1 to 128 characters; null when there is one.</param>
    /// <returns>The lock.</returns>
    /// <exception cref="ArgumentException">A name is empty or too long.</exception>
    public static TaskLock Mutex(string kind, string? key = null) => new(kind, key, isShared: false);

    /// <summary>The task shares the thing with others that share it, and keeps out those who need it for themselves.</summary>
    /// <param name="kind">What kind of thing: 1 to 64 characters.</param>
    /// <param name="key">Which of them: 1 to 128 characters; null when there is one.</param>
    /// <returns>The lock.</returns>
    /// <exception cref="ArgumentException">A name is empty or too long.</exception>
    public static TaskLock Shared(string kind, string? key = null) => new(kind, key, isShared: true);

    internal static string Checked(string name, int longest, string parameter) => name.Length >= 1 && name.Length <= longest
        ? name
        : throw new ArgumentException($"The name of a lock or limit has 1 to {longest} characters; '{name}' has {name.Length}.", parameter);
}
