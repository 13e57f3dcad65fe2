using System.Globalization;
using Dirac.Model.Configuration;

namespace Dirac.Hosting.Rpc.Binding;

/// <summary>How many connections of one service stay. Thread-safe.</summary>
internal sealed class MessageSeats
{
    private const int DefaultLimit = 20;

    private int _taken;

    /// <summary>How many may stay, by the service's option <c>MaxMessagingConnections</c>.</summary>
    public static int Limit(CfgSection root, RpcService service) =>
        int.TryParse(SystemSections.Find(root, service.System, $"Services/{service.Component}")?.GetOption("MaxMessagingConnections"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? limit
            : DefaultLimit;

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
