using Dirac.Framework.Login.Flows;

namespace Dirac.Framework.Login.Device;

/// <summary>A row of <c>x_DeviceFlows</c>: a device that waits for its person. Times are UTC.</summary>
internal sealed class DeviceFlow
{
    /// <summary>What the person types.</summary>
    public string UserCode { get; init; } = "";

    /// <summary>The name of the login that tokens are given under, a UUID of version 7.</summary>
    public string FlowId { get; init; } = "";

    /// <summary>SHA-256 of what the device keeps for itself.</summary>
    public string DeviceCodeHash { get; init; } = "";

    public FlowStatus Status { get; init; }

    public string ClientId { get; init; } = "";

    /// <summary>What is asked for, as it was sent.</summary>
    public string Scope { get; init; } = "";

    /// <summary>The address from which the device asked.</summary>
    public string Asker { get; init; } = "";

    public DateTime CreatedAt { get; init; }

    public DateTime ExpiresAt { get; init; }

    /// <summary>When the device last asked for its tokens; null when it did not.</summary>
    public DateTime? PolledAt { get; init; }

    /// <summary>Who has logged in; null when nobody has.</summary>
    public string? UserName { get; init; }

    /// <summary>The person's name at the provider; null for local identity.</summary>
    public string? Subject { get; init; }

    /// <summary>Why it was denied.</summary>
    public string? Reason { get; init; }

    /// <summary>What the rules need.</summary>
    public FlowState State => new(Status, ExpiresAt);
}
