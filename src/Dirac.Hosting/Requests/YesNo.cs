namespace Dirac.Hosting.Requests;

/// <summary>A yes or no in a query, in all the words that DiracX takes.</summary>
/// <param name="IsYes">Whether it says yes.</param>
public readonly record struct YesNo(bool IsYes)
{
    /// <summary>Reads true, yes, on, t, y or 1, and their opposites, in any case.</summary>
    /// <param name="text">The text of the query.</param>
    /// <param name="value">What it says.</param>
    /// <returns>Whether it says either.</returns>
    public static bool TryParse(string? text, out YesNo value)
    {
        bool? read = text?.ToUpperInvariant() switch
        {
            "TRUE" or "YES" or "ON" or "T" or "Y" or "1" => true,
            "FALSE" or "NO" or "OFF" or "F" or "N" or "0" => false,
            _ => null,
        };
        value = new YesNo(read ?? false);
        return read is not null;
    }
}
