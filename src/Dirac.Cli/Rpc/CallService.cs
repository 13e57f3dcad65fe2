using System.CommandLine;
using Dirac.Cli.Proxies;
using Dirac.Cli.Shell;
using Dirac.Client.Rpc;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Security.Certificates.Proxies;

namespace Dirac.Cli.Rpc;

/// <summary><c>dirac rpc SERVICE METHOD [ARGS]</c>: calls any method of a service, ours or a Python DIRAC's, and shows the reply.</summary>
internal static class CallService
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var service = new Argument<string>("service") { Description = "Address such as dips://host:9130/WorkloadManagement/JobMonitoring, or SYSTEM/COMPONENT to look it up." };
        var method = new Argument<string>("method") { Description = "Method, as DIRAC writes it: ping, getJobsStatus." };
        var arguments = new Argument<string[]>("arguments") { Description = "Arguments, each as JSON; what is no JSON is a text.", Arity = ArgumentArity.ZeroOrMore };
        var asHost = new Option<bool>("--host-certificate") { Description = "Call with this host's certificate instead of your proxy." };
        var file = new Option<string?>("--config") { HelpName = "FILE", Description = "Configuration (CFG) with the services' addresses; default: DIRACSYSCONFIG, else ~/.dirac.cfg." };
        return new Command("rpc", "Call a method of a legacy service and print its reply as JSON.") { service, method, arguments, asHost, file }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var root = ReadConfiguration(host, parsed.GetValue(file));
            using var client = new RpcClient(Identity(host, parsed.GetValue(service)!, parsed.GetValue(asHost)), new RpcClientOptions { Configuration = () => root }, host.Clock, host.Random);
            var (isOk, reply) = await RpcText.CallAsync(client, parsed.GetValue(service)!, parsed.GetValue(method)!, parsed.GetValue(arguments) ?? [], cancellationToken);
            await host.Output.WriteLineAsync(reply.AsMemory(), cancellationToken);
            return isOk ? ExitCodes.Ok : ExitCodes.Failed;
        });
    }

    private static RpcIdentity Identity(CliHost host, string service, bool asHost)
    {
        // Nobody is known on a connection without TLS.
        if (service.StartsWith("dip://", StringComparison.Ordinal)) return new RpcIdentity();
        return asHost ? GridIdentities.OfHost(host.Variable, host.Clock) : GridIdentities.OfProxy(ProxyLocation.Find(host.Variable), host.Variable, host.Clock);
    }

    private static CfgSection ReadConfiguration(CliHost host, string? named)
    {
        try
        {
            return ProxyPlaces.Configuration(named, host).Select(path => Cfg.Parse(File.ReadAllText(path))).Aggregate(CfgSection.Empty, Cfg.Merge);
        }
        catch (IOException missing)
        {
            throw new DiracException(ErrorCode.BadConfiguration, $"The configuration cannot be read: {missing.Message}", "Check --config or DIRACSYSCONFIG.", missing);
        }
    }
}
