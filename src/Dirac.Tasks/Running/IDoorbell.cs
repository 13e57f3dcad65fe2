namespace Dirac.Tasks.Running;

/// <summary>Wakes workers when tasks may have become due. A hint: a lost ring costs time, never a task.</summary>
internal interface IDoorbell
{
    /// <summary>Tells that <paramref name="database"/> has new tasks of <paramref name="size"/>. Never blocks.</summary>
    void Ring(string database, TaskSize size);

    /// <summary>Completes at the next ring, or at once when it rang since the last call returned. One waiter per database and size.</summary>
    Task WaitAsync(string database, TaskSize size, CancellationToken cancellationToken);
}
