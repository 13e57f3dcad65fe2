using System.Reflection;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;

namespace Dirac.Hosting.Rpc.Binding;

/// <summary>Finds what a class has declared for DIRAC's clients.</summary>
internal static class RpcMembers
{
    /// <summary>Methods that are called.</summary>
    public static IEnumerable<RpcMethod> MethodsOf(Type type) => Marked<RpcMethodAttribute, RpcMethod>(
        type,
        (method, mark) => new RpcMethod(WithoutPeer(method), Resolve(type), WithSmallLetter(BareName(method)), mark.Rule) { HttpsRule = mark.HttpsRule is { } rule ? [rule] : null, Protocols = mark.Protocols });

    /// <summary>Transfers by their directions.</summary>
    public static IEnumerable<KeyValuePair<RpcTransferDirection, RpcMethod>> TransfersOf(Type type) => Marked<RpcTransferAttribute, KeyValuePair<RpcTransferDirection, RpcMethod>>(
        type,
        (method, mark) => new(mark.Direction, new RpcMethod(WithoutPeer(method), Resolve(type), $"FileTransfer/{mark.Direction}", mark.Rule)));

    /// <summary>Messages by their names.</summary>
    public static IEnumerable<KeyValuePair<string, RpcMethod>> MessagesOf(Type type) => Marked<RpcMessageAttribute, KeyValuePair<string, RpcMethod>>(
        type,
        (method, mark) => new(BareName(method), new RpcMethod(method, Resolve(type), $"Message/{BareName(method)}", mark.Rule)));

    /// <summary>What is told of connections, by the moments.</summary>
    /// <param name="type">The class.</param>
    /// <param name="rule">Who may connect.</param>
    public static IEnumerable<KeyValuePair<RpcConnectionMoment, RpcMethod>> MomentsOf(Type type, IReadOnlyList<string> rule) => Marked<RpcConnectionAttribute, KeyValuePair<RpcConnectionMoment, RpcMethod>>(
        type,
        (method, mark) => new(mark.Moment, new RpcMethod(method, Resolve(type), $"Connection/{mark.Moment}", rule)));

    private static IEnumerable<TMember> Marked<TMark, TMember>(Type type, Func<MethodInfo, TMark, TMember> read)
        where TMark : Attribute =>
        from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public)
        let mark = method.GetCustomAttribute<TMark>()
        where mark is not null
        select read(method, mark);

    private static Func<IServiceProvider, object> Resolve(Type type) => services => services.GetService(type) ?? throw new InvalidOperationException($"{type} is not registered.");

    // A call ends with its answer: there is nobody who stays and could be sent messages.
    private static MethodInfo WithoutPeer(MethodInfo method) => method.GetParameters().All(parameter => parameter.ParameterType != typeof(RpcPeer))
        ? method
        : throw new InvalidOperationException($"{method.DeclaringType?.Name}.{method.Name} takes an {nameof(RpcPeer)}, and only messages and moments of connections have one: take the {nameof(RpcCall)}.");

    // An asynchronous method's suffix is a habit of ours, not of the clients'.
    private static string BareName(MethodInfo method) => method.Name.EndsWith("Async", StringComparison.Ordinal) ? method.Name[..^"Async".Length] : method.Name;

    private static string WithSmallLetter(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
