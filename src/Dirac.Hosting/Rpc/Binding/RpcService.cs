using System.Collections.Frozen;
using System.Reflection;
using Dirac.Hosting.Rpc.Declaring;

namespace Dirac.Hosting.Rpc.Binding;

/// <summary>A service made ready for calls: its methods, transfers and messages by the names clients use.</summary>
internal sealed class RpcService
{
    /// <summary>Stands before a component's name where it is served over https.</summary>
    public const string TornadoPrefix = "Tornado";

    private readonly FrozenDictionary<string, RpcMethod> _methods;
    private readonly FrozenDictionary<RpcTransferDirection, RpcMethod> _transfers;
    private readonly FrozenDictionary<string, RpcMethod> _messages;
    private readonly FrozenDictionary<RpcConnectionMoment, RpcMethod> _moments;

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
        var own = RpcMembers.MethodsOf(type).ToList();
        _methods = standard.Where(method => own.TrueForAll(other => other.Name != method.Name)).Concat(own).ToFrozenDictionary(method => method.Name, StringComparer.Ordinal);
        _transfers = RpcMembers.TransfersOf(type).ToFrozenDictionary();
        _messages = RpcMembers.MessagesOf(type).ToFrozenDictionary(StringComparer.Ordinal);
        ConnectionRule = [.. _messages.Values.SelectMany(message => message.Rule).Distinct(StringComparer.Ordinal)];
        _moments = RpcMembers.MomentsOf(type, ConnectionRule).ToFrozenDictionary();
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

    /// <summary>Who may open a connection that stays: whoever may send one of the messages.</summary>
    public IReadOnlyList<string> ConnectionRule { get; }

    /// <summary>Whether connections may stay.</summary>
    public bool HasMessages => _messages.Count > 0;

    /// <summary>How many of them stay now.</summary>
    public MessageSeats Seats { get; } = new();

    /// <summary>Names of all methods.</summary>
    public IReadOnlyCollection<string> MethodNames => _methods.Keys;

    /// <summary>The method of that name; null when there is none over <paramref name="protocol"/>.</summary>
    public RpcMethod? Method(string name, RpcProtocols protocol) =>
        _methods.GetValueOrDefault(name) is { } method && method.Protocols.HasFlag(protocol) ? method : null;

    /// <summary>The transfer of that direction; null when there is none.</summary>
    public RpcMethod? Transfer(RpcTransferDirection direction) => _transfers.GetValueOrDefault(direction);

    /// <summary>What takes the message of that name; null when nothing does.</summary>
    public RpcMethod? Message(string name) => _messages.GetValueOrDefault(name);

    /// <summary>What is told of connections at that moment; null when nothing is.</summary>
    public RpcMethod? On(RpcConnectionMoment moment) => _moments.GetValueOrDefault(moment);
}
