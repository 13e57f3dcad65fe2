namespace Dirac.Tasks.Transports;

/// <summary>What is done with a message that arrives.</summary>
internal enum Arrival
{
    /// <summary>It is run under the epoch it names, without a look at the table.</summary>
    Trust,

    /// <summary>It is claimed in the table first: it is old, or the broker has forgotten something since it was handed over.</summary>
    TakeAnew,

    /// <summary>It goes by the table: its kind is paused, or this program does not know it.</summary>
    Return,

    /// <summary>It goes by the table, with an attempt behind it: whoever had it before may have begun.</summary>
    ReturnBegun,
}

/// <summary>Judges messages. Pure.</summary>
internal static class Arrivals
{
    /// <summary>What is done with a message.</summary>
    /// <param name="batch">The message.</param>
    /// <param name="redelivered">Whether somebody may have had it before.</param>
    /// <param name="definition">Its kind; null when this program does not know it, or it is paused.</param>
    /// <param name="owner">The broker and its incarnation now.</param>
    /// <param name="nowMs">Now, on the database's clock.</param>
    public static Arrival Judge(CarriedBatch batch, bool redelivered, TaskDefinition? definition, string owner, long nowMs) => definition switch
    {
        _ when redelivered => Arrival.ReturnBegun,
        null => Arrival.Return,
        // The first renewal comes after a third of the lease; the hand-over must last until then, and a whole lease to be on the safe side.
        _ when batch.Owner == owner && batch.UntilMs - nowMs >= (long)definition.Lease.TotalMilliseconds => Arrival.Trust,
        _ => Arrival.TakeAnew,
    };
}
