using Dirac.Model.Errors;

namespace Dirac.Workload;

/// <summary>Refuses holes: a null among the elements of a list, which the JSON reader lets through.</summary>
internal static class Holes
{
    /// <summary>The list, which has none.</summary>
    /// <exception cref="DiracException">BadRequest naming the place.</exception>
    public static IReadOnlyList<T> WithoutHoles<T>(this IReadOnlyList<T> list, string name)
        where T : class
    {
        for (var index = 0; index < list.Count; index++)
        {
            if (list[index] is null) throw Hole($"{name}[{index}]");
        }

        return list;
    }

    /// <summary>The map, in which every key has a value.</summary>
    /// <exception cref="DiracException">BadRequest naming the key.</exception>
    public static IReadOnlyDictionary<TKey, T> WithoutHoles<TKey, T>(this IReadOnlyDictionary<TKey, T> map, string name)
        where T : class
    {
        foreach (var (key, value) in map)
        {
            if (value is null) throw Hole($"{name} of {key}");
        }

        return map;
    }

    private static DiracException Hole(string place) => new(ErrorCode.BadRequest, $"{place} is null.", "Leave it out or give a value.");
}
