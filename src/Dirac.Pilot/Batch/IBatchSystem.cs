namespace Dirac.Pilot.Batch;

/// <summary>A batch system as it looks from inside one of its slots.</summary>
internal interface IBatchSystem
{
    /// <summary>Its name, for people.</summary>
    string Name { get; }

    /// <summary>Reads what is left of this slot.</summary>
    /// <param name="cancellationToken">Stops waiting for the batch system.</param>
    /// <returns>Unknown when it does not answer, sets no limit, or says something that is not in its documentation.</returns>
    Task<SlotTime> ReadAsync(CancellationToken cancellationToken);
}
