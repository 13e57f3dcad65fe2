using System.Globalization;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Jobs.Search;

/// <summary>Reads whose cost the caller decides: none of them holds the database for longer than the options say.</summary>
internal sealed class BoundedReads(IOptions<SearchOptions> options)
{
    /// <summary>Reads, or refuses with advice what takes too long.</summary>
    /// <exception cref="DiracException">TooCostly.</exception>
    public async Task<T> ReadAsync<T>(IDatabase database, Func<IDbSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await database.ReadAsync(work, TimeSpan.FromSeconds(options.Value.SecondsPerSearch), cancellationToken);
        }
        catch (ReadTooLongException late)
        {
            throw new DiracException(
                ErrorCode.TooCostly,
                string.Create(CultureInfo.InvariantCulture, $"The search took longer than {options.Value.SecondsPerSearch} s and was given up."),
                "Narrow it by Owner, Site, Status or a range of JobID, sort by JobID, and go from page to page with 'after'.",
                late);
        }
        catch (RegexpRefusedException refused)
        {
            throw SearchPattern.Refused(refused.Message);
        }
    }

    /// <summary>Counts up to a number; null when it takes too long.</summary>
    /// <param name="database">Where.</param>
    /// <param name="countAsync">Counts no further than it is told.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<(long Rows, bool IsExact)?> TryCountAsync(
        IDatabase database, Func<IDbSession, int, CancellationToken, Task<long>> countAsync, CancellationToken cancellationToken)
    {
        var most = options.Value.MostCounted;
        try
        {
            var found = await database.ReadAsync((session, token) => countAsync(session, most + 1, token), TimeSpan.FromSeconds(options.Value.SecondsPerCount), cancellationToken);
            return found <= most ? (found, true) : (most, false);
        }
        catch (ReadTooLongException)
        {
            return null;
        }
        catch (RegexpRefusedException refused)
        {
            throw SearchPattern.Refused(refused.Message);
        }
    }
}
