using System.Collections.Frozen;
using Dirac.Hosting.Rpc.Binding;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Hosting.Rpc.Standard;

namespace Dirac.Hosting.Rpc.Calling;

/// <summary>The services of this process, by the names clients use. Made once; a class that is declared wrongly keeps the server from starting.</summary>
internal sealed class RpcServices
{
    private readonly FrozenDictionary<string, RpcService> _byName;
    private readonly IReadOnlyList<string> _onGrid;

    public RpcServices(IEnumerable<RpcServiceType> types, HostingOptions options)
    {
        _onGrid = options.GridServices;
        var standard = RpcMembers.MethodsOf(typeof(StandardRpc)).ToList();
        All = [.. types.Select(type => new RpcService(type.Type, standard))];
        _byName = All.SelectMany(service => new[] { (service.Name, service), (Name: service.TornadoName, service) })
            .ToFrozenDictionary(entry => entry.Name, entry => entry.service, StringComparer.Ordinal);
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<RpcService> All { get; }

    /// <summary>The service a client means by <paramref name="name"/>, SYSTEM/COMPONENT; null when it is not here.</summary>
    public RpcService? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Whether <paramref name="service"/> is one of those that peers with certificates may call: others are there for tokens at the server's own addresses.</summary>
    public bool IsOnGrid(RpcService service) =>
        _onGrid.Count == 0 || _onGrid.Contains(service.Name, StringComparer.Ordinal) || _onGrid.Contains(HostingOptions.AllServices, StringComparer.Ordinal);
}
