using System.Text;

namespace Dirac.Hosting.MessageQueues.Brokers;

/// <summary>A broker as the configuration describes it. Compares by value.</summary>
internal sealed record MqService
{
    public required string Name { get; init; }

    public required MqProtocol Protocol { get; init; }

    /// <summary>Host names or addresses, separated by blanks; each may stand for several.</summary>
    public required string Hosts { get; init; }

    public required int Port { get; init; }

    public string VHost { get; init; } = "/";

    public string? User { get; init; }

    public string? Password { get; init; }

    public bool UsesTls { get; init; }

    /// <summary>Our certificate for TLS; empty when none is shown.</summary>
    public string Certificate { get; init; } = "";

    public string Key { get; init; } = "";

    /// <summary>Folder or file of the authorities that vouch for the broker; empty for those of the system.</summary>
    public string Authorities { get; init; } = "";

    // Secrets stay out of logs.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(Name);
        return true;
    }
}
