using System.CommandLine;
using System.Security.Cryptography;
using Dirac.Cli.Shell;
using Dirac.Client.Proxies;
using Dirac.Client.Rpc;
using Dirac.Model.Configuration;
using Dirac.Security.Certificates.Authorities;
using Dirac.Security.Certificates.Proxies;
using Dirac.Security.Certificates.Validation;
using Dirac.Security.GridTls;

namespace Dirac.Cli.Proxies;

/// <summary><c>dirac proxy upload</c>: leaves a proxy with the server, so that pilots and services can act for the user.</summary>
internal static class UploadProxy
{
    private static readonly TimeSpan Shorter = TimeSpan.FromMinutes(1);

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var certificate = new CertificateOptions();
        var valid = new Option<string?>("--valid") { HelpName = "TIME", Description = "How long it is valid, HH:MM. Default: as long as the certificate." };
        var configuration = new Option<string?>("--config") { HelpName = "FILE", Description = "DIRAC configuration with the address of Framework/ProxyManager. Default: DIRACSYSCONFIG, else ~/.dirac.cfg. Not needed with --url dips://HOST:PORT/Framework/ProxyManager." };
        var command = new Command("upload", "Leave a proxy with the server: pilots and services then act for you. No key travels.") { valid, configuration };
        certificate.AddTo(command);
        return command.Does(host, async (session, parsed, cancellationToken) =>
        {
            var lifetime = parsed.GetValue(valid) is { } text ? ValidTime.Parse(text) : (TimeSpan?)null;
            var service = Service(parsed);
            var root = Configuration(parsed.GetValue(configuration), host);
            using var user = certificate.Read(parsed, host);
            var client = new ProxyManagerClient(Connect(user, root, host), service, host.Clock);
            var kept = await client.UploadAsync(user, lifetime ?? user.ExpiresAt - host.Clock.GetUtcNow() - Shorter, cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(kept, ProxyJsonContext.Default.IReadOnlyListKeptProxy);
            else foreach (var proxy in kept) session.Screen.WriteLine($"{proxy.Dn} until {Times.Show(proxy.ExpiresAt)} UTC");
            return ExitCodes.Ok;
        });
    }

    private static string Service(ParseResult parsed)
    {
        if (GlobalOptions.Read(parsed).Url is not { } url) return ProxyManagerClient.Service;
        return url.StartsWith("dips://", StringComparison.Ordinal)
            ? url
            : throw new UsageException($"'{url}' is no address of a ProxyManager.", "It should look like dips://host:9152/Framework/ProxyManager.");
    }

    private static CfgSection Configuration(string? given, CliHost host) =>
        ProxyPlaces.Configuration(given, host).Select(file => Cfg.Parse(File.ReadAllText(file))).Aggregate(CfgSection.Empty, Cfg.Merge);

    private static RpcClient Connect(GridCredential user, CfgSection configuration, CliHost host)
    {
        var authorities = new CaDirectory(ProxyPlaces.Authorities(host), host.Clock);
        var servers = new ChainJudge(new ChainValidationOptions { Purpose = ChainPurpose.Servers }, authorities, host.Clock);
        var identity = new RpcIdentity { Tls = new GridTlsClientContext(new GridTlsClientOptions { Servers = servers, Credential = user }) };
        return new RpcClient(identity, new RpcClientOptions { Configuration = () => configuration }, host.Clock, new Random(RandomNumberGenerator.GetInt32(int.MaxValue)));
    }
}
