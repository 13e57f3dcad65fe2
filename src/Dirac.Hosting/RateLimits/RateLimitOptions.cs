using System.ComponentModel.DataAnnotations;

namespace Dirac.Hosting.RateLimits;

/// <summary>How many requests one side may make: the section <c>/Systems/Framework/RateLimits</c>. Far above what a person, a script or a pilot needs.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Requests a second that a user or pilot may make on and on. Default 200, from 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int UserPerSecond { get; set; } = 200;

    /// <summary>Requests that a user or pilot may make at once after a rest. Default 1,000, from 1 to 10,000,000.</summary>
    [Range(1, 10_000_000)]
    public int UserBurst { get; set; } = 1_000;

    /// <summary>Requests a second without a good token from one address, on and on. Default 100, from 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int AddressPerSecond { get; set; } = 100;

    /// <summary>Requests without a good token that may come from one address at once. Default 2,000, from 1 to 10,000,000.</summary>
    [Range(1, 10_000_000)]
    public int AddressBurst { get; set; } = 2_000;

    /// <summary>Whether loopback addresses are limited, too: for a server behind a proxy on the same machine. Default no.</summary>
    public bool LimitLoopback { get; set; }
}
