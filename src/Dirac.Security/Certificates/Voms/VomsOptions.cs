using Dirac.Security.Certificates.Validation;

namespace Dirac.Security.Certificates.Voms;

/// <summary>How attribute certificates are judged where services differ.</summary>
public sealed record VomsOptions
{
    /// <summary>Whether a refusal carries what the attribute certificate claims, to show it to people.</summary>
    /// <value>False. Python DIRAC verifies nothing and believes all.</value>
    public bool ReportUnverified { get; init; }

    /// <summary>Names of this service, by which attribute certificates may be targeted at it.</summary>
    /// <value>None: those with targets are refused.</value>
    public IReadOnlyList<string> ServiceNames { get; init; } = [];

    /// <summary>How far the clock of a VOMS server may be ahead of ours.</summary>
    /// <value>Five minutes: servers, unlike makers of proxies, do not date back. An end is an end.</value>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How the certificates of VOMS servers are judged.</summary>
    /// <value>As those of any server, at the usual strictness about revocation lists.</value>
    public ChainValidationOptions Signers { get; init; } = new() { Purpose = ChainPurpose.Servers };
}
