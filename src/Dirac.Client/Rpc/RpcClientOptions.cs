using Dirac.Model.Configuration;

namespace Dirac.Client.Rpc;

/// <summary>How services are found and called.</summary>
public sealed record RpcClientOptions
{
    /// <summary>Gives the configuration in which services are looked up; it is asked for each call.</summary>
    public required Func<CfgSection> Configuration { get; init; }

    /// <summary>How long connecting, with TLS, may take; default 10 s.</summary>
    public TimeSpan ConnectTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a reply may take; default 600 s.</summary>
    public TimeSpan ReplyTime { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>The pause before an only address is tried again; default 2 s.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What services are told as the client's version.</summary>
    public string Version { get; init; } = "";
}
