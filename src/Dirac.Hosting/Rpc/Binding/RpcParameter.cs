using System.Reflection;
using System.Runtime.CompilerServices;
using Dirac.Wire.Values;

namespace Dirac.Hosting.Rpc.Binding;

/// <summary>A parameter of a method that is read from an argument of the call.</summary>
internal sealed class RpcParameter
{
    private static readonly NullabilityInfoContext Nullability = new();

    private readonly ArgumentReader _reader;
    private readonly bool _takesNone;

    public RpcParameter(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        TakesRest = parameter.IsDefined(typeof(ParamCollectionAttribute), inherit: false);
        _reader = ArgumentReader.For(Nullable.GetUnderlyingType(type) ?? type);
        _takesNone = Nullable.GetUnderlyingType(type) is not null || (!type.IsValueType && MayBeNull(parameter));
        IsOptional = parameter.HasDefaultValue || TakesRest;
        Default = parameter.HasDefaultValue ? parameter.DefaultValue : null;
    }

    /// <summary>Whether the argument may be left out.</summary>
    public bool IsOptional { get; }

    /// <summary>Whether it takes all arguments from its place on.</summary>
    public bool TakesRest { get; }

    /// <summary>What it is when it is left out.</summary>
    public object? Default { get; }

    /// <summary>What may be sent.</summary>
    public string Expected => _reader.Expected;

    /// <summary>Reads an argument; false when it is of the wrong type.</summary>
    public bool TryRead(WireValue value, out object? argument)
    {
        argument = value.IsNull && _takesNone ? null : _reader.Read(value);
        return argument is not null || (value.IsNull && _takesNone);
    }

    private static bool MayBeNull(ParameterInfo parameter)
    {
        lock (Nullability) return Nullability.Create(parameter).WriteState == NullabilityState.Nullable;
    }
}
