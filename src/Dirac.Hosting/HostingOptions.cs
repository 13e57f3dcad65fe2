using System.Net;
using Dirac.Hosting.Serving;

namespace Dirac.Hosting;

/// <summary>How one server process is run. Every option has a default but the data directory.</summary>
public sealed record HostingOptions
{
    /// <summary>Where the server listens when nothing else is said.</summary>
    public const string DefaultUrl = "https://127.0.0.1:8443";

    /// <summary>Stands for all services in <see cref="GridServices"/>.</summary>
    public const string AllServices = "all";

    /// <summary>Largest request body unless a route says otherwise, bytes.</summary>
    public const long DefaultBodyLimit = 16 * 1024 * 1024;

    /// <summary>Directory of everything local: keys, certificates, identity, ready file. Created 0700.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>CFG files, later ones override earlier ones; none means an empty configuration.</summary>
    public IReadOnlyList<string> ConfigurationFiles { get; init; } = [];

    /// <summary>What this process does; default: everything.</summary>
    public ServerRoles Roles { get; init; } = ServerRoles.All;

    /// <summary>Addresses to listen on: https, or http on loopback with <see cref="InsecureHttp"/>. Port 0 takes a free one.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [DefaultUrl];

    /// <summary>Legacy services (SYSTEM/COMPONENT) that peers with certificates call, on the ports that the configuration gives them; <see cref="AllServices"/>
    /// for every one that has a section there. Default: none.</summary>
    public IReadOnlyList<string> GridServices { get; init; } = [];

    /// <summary>The address of those ports; null for every address of the machine. Default: loopback.</summary>
    public IPAddress? GridAddress { get; init; } = IPAddress.Loopback;

    /// <summary>Allows plain http on loopback addresses; default no.</summary>
    public bool InsecureHttp { get; init; }

    /// <summary>PEM file with the certificate for https, then those between it and the root; null lets the installation's own authority make one.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>PEM file with its unencrypted key, the owner's alone. Given together with <see cref="CertificateFile"/>.</summary>
    public string? CertificateKeyFile { get; init; }

    /// <summary>A JSON Web Key Set whose key signs tokens; null makes one in the data directory at first start.</summary>
    public string? KeySetFile { get; init; }

    /// <summary>The <c>iss</c> of tokens and the address told to clients; null means the first of <see cref="Urls"/>, with the name of the machine when that is every address.</summary>
    public string? Issuer { get; init; }

    /// <summary>Who the holder of the local secret is; null offers no local login.</summary>
    public LocalUser? LocalUser { get; init; }

    /// <summary>Host names clients may use besides the loopback names, this machine's name and those of <see cref="Urls"/>.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Web origins besides our own whose pages may call us, for example <c>https://portal.example.org</c>.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>How often configuration files are looked at besides being watched; default 5 s.</summary>
    public TimeSpan ConfigurationPoll { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long running requests may take to end after SIGTERM; default 30 s.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where traces, metrics and logs are sent (OTLP); null sends none.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>Writes the console log as JSON, one object a line; default no.</summary>
    public bool JsonLog { get; init; }

    /// <summary>The address told to clients and put into tokens.</summary>
    public string PublicUrl => (Issuer ?? ListenNames.ForOthers(Urls[0])).TrimEnd('/');
}
