using System.Net;
using Dirac.Hosting;
using Dirac.Hosting.Serving;
using Dirac.Model.Errors;

namespace Dirac.Server;

/// <summary>The server's command line.</summary>
internal sealed record ServerOptions
{
    public const string Usage =
        """
        dirac-server --data DIR [options]
        dirac-server task run NAME [JSON] --data DIR [--config FILE] [--debugger]
        dirac-server keys list|add|use KID|remove KID (--data DIR | --jwks FILE)

          --data DIR          everything this server keeps: database, sandboxes, keys, certificates (made if missing)
          --config FILE       DIRAC configuration (CFG); may be given several times, later files win.
                              Without one, DIR/dirac.cfg is used, and made with one VO and you as its user
          --roles LIST        some of api,rpc,tasks,triggers,portal (default: all; only api,rpc when the configuration
                              names databases, as others may run the agents there)
          --urls LIST         addresses to listen on, separated by commas (default: https://127.0.0.1:8443)
          --services LIST     legacy services to serve with the host's certificate, on the ports the configuration gives
                              them, such as WorkloadManagement/JobMonitoring; all for every one it has (default: none).
                              Without this they are there for tokens at --urls
          --grid-address IP   where those ports are opened; 0.0.0.0 for all addresses (default: 127.0.0.1)
          --cert FILE         certificate for https (PEM, with those between it and the root), read again when it changes
                              (default: one of an own authority, DIR/ca.pem)
          --key FILE          its unencrypted key (PEM), in a file of its owner's alone
          --insecure-http     allow http:// addresses, on loopback only
          --jwks FILE         signing keys of tokens, as a JSON web key set (default: made at first start)
          --issuer URL        the public address, when it is not the first of --urls
          --allowed-hosts LIST    names clients may call the server by, besides those of --urls and this machine's
          --allowed-origins LIST  web pages of other origins that may call it, such as https://portal.example.org
          --local-user NAME   who the holder of DIR/local-identity.json is (default: you, if the registry knows you)
          --json-log          write logs as JSON

        The databases are those that the configuration names (Databases of a system, /Systems/Databases).
        DIRAC_MYSQL           connection string of a MySQL or MariaDB server that holds them, for what the configuration
                              does not say; without either they are kept in DIR/dirac.db (SQLite)
        DIRAC_REDIS,          addresses of brokers that wake the workers of other processes or carry tasks to them, where
        DIRAC_RABBITMQ        the configuration asks for that (Doorbell and Transport of /Systems/Framework/Tasks)
        """;

    public required string Data { get; init; }

    public IReadOnlyList<string> ConfigurationFiles { get; init; } = [];

    /// <summary>What the process does; none when not said.</summary>
    public ServerRoles Roles { get; init; }

    public IReadOnlyList<string> Urls { get; init; } = [HostingOptions.DefaultUrl];

    public IReadOnlyList<string> Services { get; init; } = [];

    public IPAddress GridAddress { get; init; } = IPAddress.Loopback;

    public string? CertificateFile { get; init; }

    public string? CertificateKeyFile { get; init; }

    public bool InsecureHttp { get; init; }

    public string? KeySetFile { get; init; }

    public string? Issuer { get; init; }

    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    public string? LocalUser { get; init; }

    public bool JsonLog { get; init; }

    /// <summary>Whether logs go to standard error, as standard output is for results.</summary>
    public bool LogsToError { get; init; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="DiracException">An argument is unknown or lacks its value.</exception>
    public static ServerOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new ServerOptions { Data = "" };
        for (var index = 0; index < arguments.Count; index++)
        {
            var name = arguments[index];
            options = name switch
            {
                "--data" => options with { Data = Path.GetFullPath(Value(arguments, ref index)) },
                "--config" => options with { ConfigurationFiles = [.. options.ConfigurationFiles, Path.GetFullPath(Value(arguments, ref index))] },
                "--roles" => options with { Roles = ServerRolesText.Parse(Value(arguments, ref index)) },
                "--urls" => options with { Urls = List(arguments, ref index) },
                "--services" => options with { Services = List(arguments, ref index) },
                "--grid-address" => options with { GridAddress = Address(Value(arguments, ref index)) },
                "--cert" => options with { CertificateFile = Path.GetFullPath(Value(arguments, ref index)) },
                "--key" => options with { CertificateKeyFile = Path.GetFullPath(Value(arguments, ref index)) },
                "--insecure-http" => options with { InsecureHttp = true },
                "--jwks" => options with { KeySetFile = Path.GetFullPath(Value(arguments, ref index)) },
                "--issuer" => options with { Issuer = Value(arguments, ref index) },
                "--allowed-hosts" => options with { AllowedHosts = List(arguments, ref index) },
                "--allowed-origins" => options with { AllowedOrigins = [.. List(arguments, ref index).Select(Origin)] },
                "--local-user" => options with { LocalUser = Value(arguments, ref index) },
                "--json-log" => options with { JsonLog = true },
                _ => throw Wrong($"The argument {name} is not known."),
            };
        }

        return options.Data.Length > 0 ? options : throw Wrong("--data is missing.");
    }

    private static string Value(IReadOnlyList<string> arguments, ref int index) =>
        index + 1 < arguments.Count ? arguments[++index] : throw Wrong($"{arguments[index]} needs a value.");

    private static string[] List(IReadOnlyList<string> arguments, ref int index) =>
        Value(arguments, ref index).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IPAddress Address(string text) => IPAddress.TryParse(text, out var address) ? address : throw Wrong($"--grid-address {text} is no IP address.");

    // What browsers send has neither path nor slash: anything else would never match.
    private static string Origin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.PathAndQuery == "/" && uri.GetLeftPart(UriPartial.Authority) is var origin
            ? origin
            : throw Wrong($"--allowed-origins {text} is no origin such as https://portal.example.org.");

    private static DiracException Wrong(string problem) => new(ErrorCode.BadRequest, problem, "See dirac-server --help.");
}
