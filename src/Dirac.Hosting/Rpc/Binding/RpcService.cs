using System.Collections.Frozen;
using System.Reflection;
using Dirac.Hosting.Rpc.Declaring;

namespace Dirac.Hosting.Rpc.Binding;

/// <summary>A service made ready for calls: its methods and transfers by the names clients use.</summary>
internal sealed class RpcService
{
    private const string TornadoPrefix = "Tornado";

    private readonly FrozenDictionary<string, RpcMethod> _methods;
    private readonly FrozenDictionary<RpcTransferDirection, RpcMethod> _transfers;

    /// <summary>Reads the class <paramref name="type"/>.</summary>
    /// <param name="type">A class with <see cref="RpcServiceAttribute"/>.</param>
    /// <param name="standard">Methods that every service has, unless it has its own.</param>
    /// <exception cref="InvalidOperationException">The class or one of its methods is not declared as it has to be.</exception>
    public RpcService(Type type, IEnumerable<RpcMethod> standard)
    {
        var declared = type.GetCustomAttribute<RpcServiceAttribute>() ?? throw new InvalidOperationException($"{type} is no service: it lacks [RpcService].");
        (System, Component) = declared.Name.Split('/') is [{ Length: > 0 } system, { Length: > 0 } component]
            ? (system, component)
            : throw new InvalidOperationException($"{type}: '{declared.Name}' is not SYSTEM/COMPONENT.");
        Default = [declared.Default];
        var own = MethodsOf(type).ToList();
        _methods = standard.Where(method => own.TrueForAll(other => other.Name != method.Name)).Concat(own).ToFrozenDictionary(method => method.Name, StringComparer.Ordinal);
        _transfers = TransfersOf(type).ToFrozenDictionary(transfer => transfer.Direction, transfer => transfer.Method);
    }

    /// <summary>DIRAC's system.</summary>
    public string System { get; }

    /// <summary>The component.</summary>
    public string Component { get; }

    /// <summary>System and component.</summary>
    public string Name => $"{System}/{Component}";

    /// <summary>Its name as https components are usually called.</summary>
    public string TornadoName => $"{System}/{TornadoPrefix}{Component}";

    /// <summary>Who may call methods that leave it open, when the configuration does not say.</summary>
    public IReadOnlyList<string> Default { get; }

    /// <summary>Names of all methods.</summary>
    public IReadOnlyCollection<string> MethodNames => _methods.Keys;

    /// <summary>The method of that name; null when there is none over <paramref name="protocol"/>.</summary>
    public RpcMethod? Method(string name, RpcProtocols protocol) =>
        _methods.GetValueOrDefault(name) is { } method && method.Protocols.HasFlag(protocol) ? method : null;

    /// <summary>The transfer of that direction; null when there is none.</summary>
    public RpcMethod? Transfer(RpcTransferDirection direction) => _transfers.GetValueOrDefault(direction);

    /// <summary>The marked methods of <paramref name="type"/>.</summary>
    public static IEnumerable<RpcMethod> MethodsOf(Type type) =>
        from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public)
        let mark = method.GetCustomAttribute<RpcMethodAttribute>()
        where mark is not null
        select new RpcMethod(method, Resolve(type), ClientName(method.Name), mark.Rule) { HttpsRule = mark.HttpsRule is { } rule ? [rule] : null, Protocols = mark.Protocols };

    private static IEnumerable<(RpcTransferDirection Direction, RpcMethod Method)> TransfersOf(Type type) =>
        from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public)
        let mark = method.GetCustomAttribute<RpcTransferAttribute>()
        where mark is not null
        select (mark.Direction, new RpcMethod(method, Resolve(type), $"FileTransfer/{mark.Direction}", mark.Rule));

    private static Func<IServiceProvider, object> Resolve(Type type) => services => services.GetService(type) ?? throw new InvalidOperationException($"{type} is not registered.");

    // An asynchronous method's suffix is a habit of ours, not of the clients'.
    private static string ClientName(string name)
    {
        var bare = name.EndsWith("Async", StringComparison.Ordinal) ? name[..^"Async".Length] : name;
        return char.ToLowerInvariant(bare[0]) + bare[1..];
    }
}
