using System.Net;
using Dirac.Hosting.Rpc.Binding;
using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Hosting.Serving.GridTls;
using Dirac.Security.Calls;
using Dirac.Wire.Https;
using Dirac.Wire.Values;
using Microsoft.AspNetCore.Http;

namespace Dirac.Hosting.Rpc.Https;

/// <summary>Serves calls that come as forms over https.</summary>
internal sealed class HttpsCalls
{
    private const string StreamToClient = "streamToClient";
    private const string StreamFromClient = "streamFromClient";

    private readonly RpcServices _services;
    private readonly RpcDispatcher _dispatcher;
    private readonly HttpsIdentity _identity;

    public HttpsCalls(RpcServices services, RpcDispatcher dispatcher, HttpsIdentity identity)
    {
        _services = services;
        _dispatcher = dispatcher;
        _identity = identity;
    }

    /// <summary>Answers one request for <paramref name="service"/>.</summary>
    /// <param name="context">The request.</param>
    /// <param name="service">Where it goes.</param>
    /// <param name="component">The service's name as the client used it.</param>
    public async Task AnswerAsync(HttpContext context, RpcService service, string component)
    {
        if (context.Features.Get<IGridPeerFeature>() is not null && !_services.IsOnGrid(service))
        {
            await HttpsReply.RefuseAsync(context, StatusCodes.Status404NotFound);
            return;
        }

        Func<string, string?> fields;
        try
        {
            fields = await RequestFields.ReadAsync(context.Request);
        }
        catch (InvalidDataException)
        {
            await HttpsReply.RefuseAsync(context, StatusCodes.Status400BadRequest);
            return;
        }

        var problem = RpcForm.TryRead(fields, out var form);
        if (problem == RpcFormProblem.NoMethod) await HttpsReply.RefuseAsync(context, StatusCodes.Status400BadRequest);
        else if (Find(service, form.Method) is not { } method) await HttpsReply.RefuseAsync(context, StatusCodes.Status501NotImplemented);
        else if (await AdmitAsync(context, service, component, method, form) is not { } call) await HttpsReply.RefuseAsync(context, StatusCodes.Status401Unauthorized);
        else if (problem == RpcFormProblem.BadArguments) await HttpsReply.RefuseAsync(context, StatusCodes.Status500InternalServerError);
        else await CallAsync(context, method, call, form);
    }

    private static RpcMethod? Find(RpcService service, string method) => method switch
    {
        StreamToClient => service.Transfer(RpcTransferDirection.ToClient),
        StreamFromClient => service.Transfer(RpcTransferDirection.FromClient),
        _ => service.Method(method, RpcProtocols.Https),
    };

    private async ValueTask<RpcCall?> AdmitAsync(HttpContext context, RpcService service, string component, RpcMethod method, RpcForm form)
    {
        var claimed = ClaimReader.Read(form.ExtraCredentials);
        var identity = await _identity.OfAsync(context, claimed);
        var configuration = _dispatcher.Configuration;
        var extra = identity.Peer is null ? ExtraCredentials.None : claimed;
        var rule = method.HttpsRule ?? method.Rule;
        var caller = identity switch
        {
            { Peer: not null } => _dispatcher.Admit(configuration, service, component, method.Name, rule, identity.With(extra)),
            { Token: { } token } => _dispatcher.Admit(configuration, service, component, method.Name, rule, TokenCaller.Of(token, identity.Dn, configuration.GridRegistry)),
            _ => null,
        };
        var remote = context.Connection.RemoteIpAddress is { } address ? new IPEndPoint(address, context.Connection.RemotePort) : null;
        if (caller is null)
        {
            _dispatcher.LogRefused(identity.Peer?.Identity.OneLine ?? identity.Token?.Subject, remote, component, method.Name);
            return null;
        }

        return new RpcCall
        {
            Service = component,
            Method = method.Name,
            Protocol = RpcProtocols.Https,
            Caller = caller,
            Identity = identity,
            Extra = extra,
            Configuration = configuration,
            Remote = remote,
            Setup = form.ClientSetup,
            ClientVo = form.ClientVo,
        };
    }

    private async Task CallAsync(HttpContext context, RpcMethod method, RpcCall call, RpcForm form)
    {
        ReadOnlyMemory<WireValue> arguments = form.Arguments.ToArray();
        if (form.Method == StreamFromClient && arguments.Span is [.., { Kind: WireKind.Bytes or WireKind.Text } bytes])
        {
            using var content = new MemoryStream(bytes.AsBytes().ToArray(), writable: false);
            await ReplyAsync(context, await _dispatcher.CallAsync(method, call, arguments[..^1], content, context.RequestAborted), raw: false);
        }
        else if (form.Method == StreamToClient)
        {
            await SendFileAsync(context, method, call, arguments);
        }
        else
        {
            await ReplyAsync(context, await _dispatcher.CallAsync(method, call, arguments, null, context.RequestAborted), form.IsRaw);
        }
    }

    private async Task SendFileAsync(HttpContext context, RpcMethod method, RpcCall call, ReadOnlyMemory<WireValue> arguments)
    {
        context.Response.ContentType = "application/octet-stream";
        var outcome = await _dispatcher.CallAsync(method, call, arguments, context.Response.Body, context.RequestAborted);
        if (outcome.Reply.IsOk) return;
        // With half a file sent, cutting the connection is the only way to say that it is not whole.
        if (context.Response.HasStarted) context.Abort();
        else await HttpsReply.WriteRawAsync(context, outcome.Reply);
    }

    private static Task ReplyAsync(HttpContext context, RpcOutcome outcome, bool raw) => outcome.Refusal switch
    {
        RpcRefusal.TooFewArguments or RpcRefusal.TooManyArguments or RpcRefusal.Crashed => HttpsReply.RefuseAsync(context, StatusCodes.Status500InternalServerError),
        _ when raw => HttpsReply.WriteRawAsync(context, outcome.Reply),
        _ => HttpsReply.WriteAsync(context, outcome.Reply),
    };
}
