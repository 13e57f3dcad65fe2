using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Dirac.Persistence.Sqlite;

/// <summary>Gives lists of numbers to the engine as one value.</summary>
/// <remarks>
/// A parameter for each number would make a new text for each length of the list, to be parsed anew, and the engine looks its parameters up by name
/// one by one: five hundred numbers cost a millisecond. <c>IN @ids</c> becomes <c>IN (SELECT value FROM json_each(@ids))</c> instead.
/// </remarks>
internal static partial class SqliteLists
{
    // Searches compose endless different texts; those beyond this number are rewritten each time.
    private const int MostRemembered = 2_000;

    private static readonly ConcurrentDictionary<Type, Shape> Shapes = new();
    private static readonly ConcurrentDictionary<(Type, string), string> Texts = new();

    /// <summary>The statement and its parameters with every list of numbers in its one-value form; as they are when there is none.</summary>
    public static (string Sql, object? Args) Bind(string sql, object? args)
    {
        if (args is IReadOnlyDictionary<string, object?> named)
            return BindNamed(sql, named);
        if (args is null or System.Collections.IEnumerable)
            return (sql, args);
        var shape = Shapes.GetOrAdd(args.GetType(), Shape.Of);
        if (shape.Lists.Count == 0)
            return (sql, args);

        var key = (args.GetType(), sql);
        if (!Texts.TryGetValue(key, out var text))
        {
            text = InOneValue(sql, shape.Lists);
            if (Texts.Count < MostRemembered)
                Texts.TryAdd(key, text);
        }
        return (text, shape.Properties.ToDictionary(property => property.Name, property => ToValue(property.GetValue(args))));
    }

    private static (string Sql, object? Args) BindNamed(string sql, IReadOnlyDictionary<string, object?> named)
    {
        var lists = named.Where(pair => pair.Value is IEnumerable<long> or IEnumerable<int>).Select(pair => $"@{pair.Key}").ToHashSet();
        return lists.Count == 0 ? (sql, named) : (InOneValue(sql, lists), named.ToDictionary(pair => pair.Key, pair => ToValue(pair.Value)));
    }

    private static string InOneValue(string sql, IReadOnlySet<string> lists) => In().Replace(
        sql, match => lists.Contains(match.Groups["name"].Value) ? $"IN (SELECT value FROM json_each({match.Groups["name"].Value}))" : match.Value);

    private static object? ToValue(object? value) => value switch
    {
        IEnumerable<long> numbers => $"[{string.Join(',', numbers)}]",
        IEnumerable<int> numbers => $"[{string.Join(',', numbers)}]",
        _ => value,
    };

    [GeneratedRegex(@"\bIN\s+(?<name>@\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex In();

    /// <summary>The properties of a type of arguments, and which are lists of numbers, by their names in SQL.</summary>
    private sealed record Shape(IReadOnlyList<PropertyInfo> Properties, IReadOnlySet<string> Lists)
    {
        public static Shape Of(Type type)
        {
            var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0).ToList();
            return new Shape(properties, properties.Where(IsList).Select(property => string.Create(CultureInfo.InvariantCulture, $"@{property.Name}")).ToHashSet());
        }

        private static bool IsList(PropertyInfo property) =>
            typeof(IEnumerable<long>).IsAssignableFrom(property.PropertyType) || typeof(IEnumerable<int>).IsAssignableFrom(property.PropertyType);
    }
}
