using System.Runtime.ExceptionServices;

namespace Dirac.Model.Jdl;

/// <summary>Maps long lists on all cores, as if it were done one by one. Pure functions only.</summary>
public static class InParallel
{
    private const int Few = 64;

    /// <summary>The results of <paramref name="map"/> in the order of <paramref name="items"/>.</summary>
    /// <param name="items">What to map; a short list is mapped on the caller's thread.</param>
    /// <param name="map">Called once for each item, in any order and at the same time.</param>
    /// <remarks>An exception of <paramref name="map"/> is thrown as it is; of several, one.</remarks>
    public static IReadOnlyList<TResult> Map<T, TResult>(IReadOnlyList<T> items, Func<T, TResult> map)
    {
        if (items.Count <= Few) return [.. items.Select(map)];
        try
        {
            return items.AsParallel().AsOrdered().Select(map).ToList();
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
            throw;
        }
    }
}
