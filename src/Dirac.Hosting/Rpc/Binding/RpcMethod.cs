using System.Reflection;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Wire.Values;

namespace Dirac.Hosting.Rpc.Binding;

/// <summary>A method of a service, made ready for calls: what it takes, who may call it, how it is invoked.</summary>
internal sealed class RpcMethod
{
    private readonly MethodInvoker _invoker;
    private readonly Func<Injected, object?>?[] _injected;
    private readonly RpcParameter[] _parameters;
    private readonly Func<IServiceProvider, object> _service;

    public RpcMethod(MethodInfo method, Func<IServiceProvider, object> service, string name, IReadOnlyList<string> rule)
    {
        if (!ResultWriter.Takes(method.ReturnType)) throw new NotSupportedException($"{Describe(method)} returns {method.ReturnType}, which cannot be sent.");
        if (rule.Count == 0) throw new InvalidOperationException($"{Describe(method)} names no rule: give its attribute one.");
        _invoker = MethodInvoker.Create(method);
        _service = service;
        Name = name;
        Rule = [.. rule.Where(entry => entry != RpcRules.ByDefault)];
        var parameters = method.GetParameters();
        _injected = [.. parameters.Select(Injection)];
        ParameterInfo[] given = [.. parameters.Where(parameter => Injection(parameter) is null)];
        _parameters = [.. given.Select(parameter => new RpcParameter(parameter))];
        ParameterNames = [.. given.Select(parameter => parameter.Name!)];
        Needed = _parameters.Count(parameter => !parameter.IsOptional);
    }

    /// <summary>Name for clients.</summary>
    public string Name { get; }

    /// <summary>Who may call it by its own word; empty when the service's default decides.</summary>
    public IReadOnlyList<string> Rule { get; }

    /// <summary>Who may call it over https, when that differs.</summary>
    public IReadOnlyList<string>? HttpsRule { get; init; }

    /// <summary>What it is served over.</summary>
    public RpcProtocols Protocols { get; init; } = RpcProtocols.Both;

    /// <summary>What its arguments are called.</summary>
    public IReadOnlyList<string> ParameterNames { get; }

    /// <summary>How many arguments it needs at least.</summary>
    public int Needed { get; }

    /// <summary>Reads the arguments and invokes the method. Its exceptions come out.</summary>
    public async ValueTask<RpcOutcome> InvokeAsync(IServiceProvider services, RpcCall call, ReadOnlyMemory<WireValue> arguments, Stream? content, CancellationToken cancellationToken)
    {
        if (Bind(arguments.Span, out var read) is { } refused) return refused;
        var given = new object?[_injected.Length];
        var injected = new Injected(call, content, cancellationToken);
        for (int i = 0, next = 0; i < given.Length; i++) given[i] = _injected[i] is { } source ? source(injected) : read[next++];
        return new RpcOutcome(await ResultWriter.WriteAsync(_invoker.Invoke(_service(services), given.AsSpan())));
    }

    private static Func<Injected, object?>? Injection(ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(RpcCall)) return injected => injected.Call;
        if (parameter.ParameterType == typeof(RpcPeer)) return injected => injected.Call.Peer;
        if (parameter.ParameterType == typeof(CancellationToken)) return injected => injected.CancellationToken;
        return parameter.ParameterType == typeof(Stream) ? injected => injected.Content : null;
    }

    private static string Describe(MethodInfo method) => $"{method.DeclaringType?.Name}.{method.Name}";

    private RpcOutcome? Bind(ReadOnlySpan<WireValue> arguments, out object?[] read)
    {
        read = new object?[_parameters.Length];
        for (var i = 0; i < _parameters.Length; i++)
        {
            var parameter = _parameters[i];
            if (parameter.TakesRest) return BindRest(arguments, i, read);
            if (i >= arguments.Length) read[i] = parameter.Default;
            else if (!parameter.TryRead(arguments[i], out read[i])) return WrongType(i, arguments[i], parameter);
        }

        if (arguments.Length < Needed) return RpcOutcome.Refused(RpcRefusal.TooFewArguments, $"Function {Name} expects at least {Needed} arguments");
        return arguments.Length > _parameters.Length
            ? RpcOutcome.Refused(RpcRefusal.TooManyArguments, $"Server error while serving {Name}: it takes {_parameters.Length} arguments at most, and {arguments.Length} were given")
            : null;
    }

    private static RpcOutcome? BindRest(ReadOnlySpan<WireValue> arguments, int from, object?[] read)
    {
        read[from] = arguments.Length > from ? arguments[from..].ToArray() : [];
        return null;
    }

    private static RpcOutcome WrongType(int position, WireValue argument, RpcParameter parameter) => RpcOutcome.Refused(
        RpcRefusal.WrongType,
        $"Type mismatch in parameter {position} (starting with param 0) Received {PythonTypes.Of(argument)}, expected {parameter.Expected}");

    private readonly record struct Injected(RpcCall Call, Stream? Content, CancellationToken CancellationToken);
}
