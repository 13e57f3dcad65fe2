using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Hosting.Rpc.Binding;

/// <summary>How many connections of one service stay. Thread-safe.</summary>
internal sealed class MessageSeats
{
    private const int DefaultLimit = 20;

    private int _taken;

    /// <summary>How many may stay, by the service's option <c>MaxMessagingConnections</c>.</summary>
    /// <exception cref="DiracException">The option is not a whole number.</exception>
    public static int Limit(CfgSection root, RpcService service) =>
        SystemSections.Find(root, service.System, $"Services/{service.Component}")?.GetInt("MaxMessagingConnections", DefaultLimit) ?? DefaultLimit;

    /// <summary>Takes a seat; false when <paramref name="limit"/> are taken.</summary>
    public bool TryTake(int limit)
    {
        if (Interlocked.Increment(ref _taken) <= limit) return true;
        Leave();
        return false;
    }

    /// <summary>Gives a seat back.</summary>
    public void Leave() => Interlocked.Decrement(ref _taken);
}
