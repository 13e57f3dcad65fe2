namespace Dirac.Resources.Computing;

/// <summary>A place that takes pilots: a host, or a batch system.</summary>
/// <remarks>
/// Thread-safe. Every call ends within the element's time limit. Trouble is a <see cref="ComputingElementException"/>, which says whether to try again,
/// to leave the queue alone or to mend the request; what becomes of single pilots is a value.
/// </remarks>
public interface IComputingElement
{
    /// <summary>The element's name in the configuration.</summary>
    string Name { get; }

    /// <summary>How many of our pilots it has.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ComputingElementException">It cannot be asked, or the queue takes nothing.</exception>
    Task<CECapacity> GetCapacityAsync(CancellationToken cancellationToken);

    /// <summary>Hands in pilots, all alike but for their stamps and secrets.</summary>
    /// <param name="order">What to start, and what it needs.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Those that were taken, with the element's reference of each. Fewer than asked for when the element took only some.</returns>
    /// <exception cref="ComputingElementException">None was taken.</exception>
    Task<IReadOnlyList<PilotHandle>> SubmitAsync(PilotOrder order, CancellationToken cancellationToken);

    /// <summary>Finds pilots whose submission was cut off before its answer came, and removes what is left of those that were not started.</summary>
    /// <param name="stamps">Their stamps.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Those that were started.</returns>
    /// <exception cref="ComputingElementException">The element cannot be asked.</exception>
    Task<IReadOnlyList<PilotHandle>> FindAsync(IReadOnlyCollection<string> stamps, CancellationToken cancellationToken);

    /// <summary>What has become of pilots, asked in one go.</summary>
    /// <param name="pilots">Which; at most some thousands.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>By stamp, for every pilot asked for.</returns>
    /// <exception cref="ComputingElementException">The element cannot be asked.</exception>
    Task<IReadOnlyDictionary<string, PilotSighting>> GetStatusAsync(IReadOnlyCollection<PilotHandle> pilots, CancellationToken cancellationToken);

    /// <summary>Ends pilots; those that are gone are no error.</summary>
    /// <param name="pilots">Which.</param>
    /// <param name="firmly">Kills them; otherwise they may give back their jobs and end by themselves.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ComputingElementException">The element cannot be asked.</exception>
    Task CancelAsync(IReadOnlyCollection<PilotHandle> pilots, bool firmly, CancellationToken cancellationToken);

    /// <summary>What pilots printed, as far as it is there.</summary>
    /// <param name="pilots">Which.</param>
    /// <param name="mostBytes">At most so much of each stream, from its end.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>By stamp; a pilot of which nothing is there is missing.</returns>
    /// <exception cref="ComputingElementException">The element cannot be asked.</exception>
    Task<IReadOnlyDictionary<string, PilotPrint>> GetOutputAsync(IReadOnlyCollection<PilotHandle> pilots, int mostBytes, CancellationToken cancellationToken);

    /// <summary>Removes what pilots that have ended left on the element.</summary>
    /// <param name="pilots">Which.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ComputingElementException">The element cannot be asked.</exception>
    Task CleanAsync(IReadOnlyCollection<PilotHandle> pilots, CancellationToken cancellationToken);
}
