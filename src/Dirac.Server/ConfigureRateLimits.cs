using Dirac.Hosting.Configuration;
using Dirac.Hosting.RateLimits;
using Microsoft.Extensions.Options;

namespace Dirac.Server;

/// <summary>Feeds <see cref="RateLimitOptions"/> from the section <c>/Systems/Framework/RateLimits</c> of the configuration.</summary>
internal sealed class ConfigureRateLimits(IConfigurationSnapshots snapshots) : IConfigureOptions<RateLimitOptions>
{
    private const string Section = "/Systems/Framework/RateLimits";

    public void Configure(RateLimitOptions options)
    {
        var root = snapshots.Current.Root;
        options.UserPerSecond = root.GetNumber($"{Section}/{nameof(options.UserPerSecond)}", options.UserPerSecond);
        options.UserBurst = root.GetNumber($"{Section}/{nameof(options.UserBurst)}", options.UserBurst);
        options.AddressPerSecond = root.GetNumber($"{Section}/{nameof(options.AddressPerSecond)}", options.AddressPerSecond);
        options.AddressBurst = root.GetNumber($"{Section}/{nameof(options.AddressBurst)}", options.AddressBurst);
        options.LimitLoopback = root.GetBool($"{Section}/{nameof(options.LimitLoopback)}", options.LimitLoopback);
    }
}
