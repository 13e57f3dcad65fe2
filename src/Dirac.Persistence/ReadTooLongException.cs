namespace Dirac.Persistence;

/// <summary>A read was given up because it took longer than it may.</summary>
/// <remarks>Retry helps: only with a narrower question, or when the database has less to do.</remarks>
public sealed class ReadTooLongException : Exception
{
    /// <summary>Creates the error for <paramref name="database"/>.</summary>
    /// <param name="database">The database's name.</param>
    /// <param name="longest">How long it may have taken.</param>
    /// <param name="inner">How it was stopped.</param>
    public ReadTooLongException(string database, TimeSpan longest, Exception? inner)
        : base($"Reading from {database} took longer than {longest.TotalSeconds:0.###} s and was given up.", inner) => Longest = longest;

    /// <summary>How long it may have taken.</summary>
    public TimeSpan Longest { get; }
}
