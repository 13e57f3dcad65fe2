using Dirac.Model.Errors;

namespace Dirac.Workload.Jobs;

/// <summary>How many jobs a call may name.</summary>
internal static class JobLists
{
    /// <summary>Jobs in a list of numbers: an ordinary submission can be named whole.</summary>
    public const int Most = 100_000;

    /// <summary>Jobs in a map that brings values for each.</summary>
    public const int MostWithValues = 10_000;

    /// <summary>The list, each job once.</summary>
    /// <exception cref="DiracException">TooLarge: it has more than <see cref="Most"/> numbers.</exception>
    public static IReadOnlyList<long> Checked(IReadOnlyList<long> ids) => ids.Count <= Most ? [.. ids.Distinct()] : throw TooMany(ids.Count, Most);

    /// <summary>The map, in which every job has a value.</summary>
    /// <exception cref="DiracException">TooLarge: it names more than <see cref="MostWithValues"/> jobs. BadRequest: a value is null.</exception>
    public static IReadOnlyDictionary<long, T> Checked<T>(IReadOnlyDictionary<long, T> jobs, string name)
        where T : class =>
        jobs.Count <= MostWithValues ? jobs.WithoutHoles(name) : throw TooMany(jobs.Count, MostWithValues);

    private static DiracException TooMany(int count, int most) =>
        new(ErrorCode.TooLarge, $"{count} jobs were named; at most {most} are taken in one call.", "Send them in parts. Nothing was changed.");
}
