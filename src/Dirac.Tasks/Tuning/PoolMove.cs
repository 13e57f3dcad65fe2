namespace Dirac.Tasks.Tuning;

/// <summary>What a pool does after an interval, and why.</summary>
internal enum PoolMove
{
    /// <summary>It stays as it is.</summary>
    Stay,

    /// <summary>It grows: tasks wait for too long.</summary>
    Grow,

    /// <summary>It shrinks: less than half of it is in use.</summary>
    Shrink,

    /// <summary>It takes a growth back that only made calls slower.</summary>
    TakeBack,

    /// <summary>It gives way: the database is slow.</summary>
    GiveWay,
}
