namespace Dirac.Tasks.Tests.Simulation;

/// <summary>What goes wrong between one process and its database.</summary>
internal enum DatabaseFault
{
    None,

    /// <summary>It cannot be reached.</summary>
    Refused,

    /// <summary>The connection breaks before the commit.</summary>
    RolledBack,

    /// <summary>The connection breaks after the commit, before the answer.</summary>
    AnswerLost,

    /// <summary>A conflict with another transaction: the work runs a second time.</summary>
    Repeated,
}

/// <summary>Chooses what goes wrong. Safe for concurrent use.</summary>
/// <param name="random">The source of chance.</param>
/// <param name="percent">How often something does.</param>
internal sealed class DatabaseFaults(Random random, int percent)
{
    private readonly Lock _choosing = new();

    /// <summary>Nothing goes wrong any more.</summary>
    public bool AreOver { get; set; }

    /// <summary>Nothing goes well any more.</summary>
    public bool IsCutOff { get; set; }

    public DatabaseFault Next()
    {
        if (IsCutOff || AreOver)
            return IsCutOff ? DatabaseFault.Refused : DatabaseFault.None;
        lock (_choosing)
            return random.Next(100) < percent ? (DatabaseFault)random.Next(1, 5) : DatabaseFault.None;
    }
}
