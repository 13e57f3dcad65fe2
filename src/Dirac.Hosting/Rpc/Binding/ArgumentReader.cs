using System.Reflection;
using Dirac.Wire.Values;

namespace Dirac.Hosting.Rpc.Binding;

/// <summary>Reads one kind of argument from what a peer sent.</summary>
/// <param name="Expected">The kind as a Python peer names it.</param>
/// <param name="Read">The argument; null when the value is of another kind. None is for the parameter to judge.</param>
internal sealed record ArgumentReader(string Expected, Func<WireValue, object?> Read)
{
    private static readonly Dictionary<Type, ArgumentReader> Known = new()
    {
        [typeof(WireValue)] = new("anything", value => value),
        [typeof(string)] = new(PythonTypes.Text, value => value.Kind == WireKind.Text ? value.AsText() : null),
        [typeof(long)] = new(PythonTypes.Whole, value => Whole(value)),
        [typeof(int)] = new(PythonTypes.Whole, value => Whole(value) is { } number and >= int.MinValue and <= int.MaxValue ? (int)number : null),
        [typeof(double)] = new(PythonTypes.Real, value => value.Kind == WireKind.Real ? value.AsDouble() : null),
        [typeof(bool)] = new(PythonTypes.Truth, value => value.Kind == WireKind.Truth ? value.AsTruth() : null),
        [typeof(DateTime)] = new(PythonTypes.DateTime, value => value.Kind == WireKind.DateTime ? value.AsDateTime() : null),
        [typeof(byte[])] = new(PythonTypes.Bytes, value => value.Kind is WireKind.Bytes or WireKind.Text ? value.AsBytes().ToArray() : null),
        [typeof(WireDict)] = new(PythonTypes.Dict, value => value.Kind == WireKind.Dict ? value.AsDict() : null),
        [typeof(IReadOnlyList<WireValue>)] = new(PythonTypes.List, List),
        [typeof(IReadOnlyList<string>)] = new(PythonTypes.List, Texts),
    };

    /// <summary>The reader for a parameter's type.</summary>
    /// <exception cref="NotSupportedException">No method can take that type.</exception>
    public static ArgumentReader For(Type type)
    {
        if (Known.TryGetValue(type, out var reader)) return reader;
        return type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IRpcArgument<>))
            ? (ArgumentReader)Own.MakeGenericMethod(type).Invoke(null, null)!
            : throw new NotSupportedException($"A method of a service cannot take {type}; make it an IRpcArgument.");
    }

    private static readonly MethodInfo Own = typeof(ArgumentReader).GetMethod(nameof(OwnReader), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static ArgumentReader OwnReader<T>()
        where T : IRpcArgument<T> => new(T.Expected, value => T.TryRead(value, out var argument) ? argument : null);

    // For a Python peer True is a number too.
    private static long? Whole(WireValue value) => value.Kind switch
    {
        WireKind.Whole when value.IsInt64 => value.AsInt64(),
        WireKind.Truth => value.AsTruth() ? 1 : 0,
        _ => null,
    };

    private static WireValue[]? List(WireValue value) => value.IsSequence ? value.AsList().ToArray() : null;

    private static string[]? Texts(WireValue value)
    {
        if (List(value) is not { } items) return null;
        return Array.TrueForAll(items, item => item.Kind == WireKind.Text) ? Array.ConvertAll(items, item => item.AsText()) : null;
    }
}
