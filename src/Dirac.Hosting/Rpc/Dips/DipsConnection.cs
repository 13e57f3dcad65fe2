using System.Net;
using Dirac.Hosting.Rpc.Binding;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Wire.Dips;
using Dirac.Wire.Dips.Server;

namespace Dirac.Hosting.Rpc.Dips;

/// <summary>Decides on what the client of one connection wants.</summary>
internal sealed class DipsConnection : IDipsServer
{
    private readonly RpcServices _services;
    private readonly RpcDispatcher _dispatcher;
    private readonly RpcIdentity _identity;
    private readonly IPEndPoint? _remote;

    public DipsConnection(RpcServices services, RpcDispatcher dispatcher, RpcIdentity identity, IPEndPoint? remote)
    {
        _services = services;
        _dispatcher = dispatcher;
        _identity = identity;
        _remote = remote;
    }

    public ValueTask<DipsDecision> DecideAsync(DipsProposal proposal, CancellationToken cancellationToken) => new(Decide(proposal));

    private DipsDecision Decide(DipsProposal proposal)
    {
        if (_services.Find(proposal.Service) is not { } service || !_services.IsOnGrid(service)) return new DipsDecision.Refuse(DipsRefusals.NotUp(proposal.Service));
        return proposal.ActionType switch
        {
            DipsActionType.Rpc => DecideCall(service, proposal),
            DipsActionType.FileTransfer => DecideTransfer(service, proposal),
            DipsActionType.Connection => DecideConnection(service, proposal),
            _ => new DipsDecision.Refuse(DipsRefusals.UnknownActionType(proposal.ActionText)),
        };
    }

    // Whether the method exists is for those to know who may call it.
    private DipsDecision DecideCall(RpcService service, DipsProposal proposal)
    {
        var method = service.Method(proposal.ActionName, RpcProtocols.Dips);
        return Admit(service, proposal, proposal.ActionName, method?.Rule ?? []) is { } call
            ? new DipsDecision.Call(new DipsCall(_dispatcher, method, call))
            : new DipsDecision.Refuse(DipsRefusals.Unauthorized);
    }

    private DipsDecision DecideTransfer(RpcService service, DipsProposal proposal)
    {
        var rule = Enum.TryParse<RpcTransferDirection>(proposal.ActionName, out var direction) ? service.Transfer(direction)?.Rule : null;
        return Admit(service, proposal, $"FileTransfer/{proposal.ActionName}", rule ?? []) is { } call
            ? new DipsDecision.Transfer(new DipsTransfer(_dispatcher, service, call))
            : new DipsDecision.Refuse(DipsRefusals.Unauthorized);
    }

    private DipsDecision DecideConnection(RpcService service, DipsProposal proposal)
    {
        if (Admit(service, proposal, "Connection/Default", service.ConnectionRule) is not { } call) return new DipsDecision.Refuse(DipsRefusals.Unauthorized);
        return service.HasMessages ? new DipsDecision.Messages(new DipsMessages(_dispatcher, service, call)) : new DipsDecision.Refuse(DipsRefusals.NoMessages(service.Name));
    }

    private RpcCall? Admit(RpcService service, DipsProposal proposal, string path, IReadOnlyList<string> rule)
    {
        var extra = ClaimReader.Read(proposal.ExtraCredentials);
        var configuration = _dispatcher.Configuration;
        var credentials = _identity.With(extra);
        if (_dispatcher.Admit(configuration, service, proposal.Service, path, rule, credentials) is not { } caller)
        {
            _dispatcher.LogRefused(credentials.Dn, _remote, proposal.Service, path);
            return null;
        }

        return new RpcCall
        {
            Service = proposal.Service,
            Method = proposal.ActionName,
            Protocol = RpcProtocols.Dips,
            Caller = caller,
            Identity = _identity,
            Extra = extra,
            Configuration = configuration,
            Remote = _remote,
            Setup = proposal.Setup,
            ClientVo = proposal.Vo ?? configuration.Root.GetOption("/DIRAC/VirtualOrganization", ""),
            ClientVersion = proposal.ClientVersion ?? "",
        };
    }
}
