using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Dirac.Hosting.Access;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dirac.Hosting.RateLimits;

/// <summary>Counts requests by user, or by address where nobody proved who they are, and refuses what is too much. Thread-safe.</summary>
/// <remarks>Users behind one address do not hinder each other: a request with a good token is its user's alone.</remarks>
internal sealed partial class RequestBudget : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private readonly RateLimitOptions _options;
    private readonly PartitionedRateLimiter<string> _users;
    private readonly PartitionedRateLimiter<IPAddress> _addresses;
    private readonly Counter<long> _refused;
    private readonly ILogger<RequestBudget> _logger;

    public RequestBudget(IOptions<RateLimitOptions> options, IMeterFactory meters, ILogger<RequestBudget> logger)
    {
        _options = options.Value;
        _logger = logger;
        _users = Create<string>(_options.UserPerSecond, _options.UserBurst);
        _addresses = Create<IPAddress>(_options.AddressPerSecond, _options.AddressBurst);
        _refused = meters.Create("Dirac.Hosting").CreateCounter<long>("dirac.requests.limited", "{request}", "Requests refused because one side made too many.");
    }

    /// <summary>Takes a request of a user or pilot.</summary>
    /// <exception cref="DiracException">TooManyRequests; Retry-After says when to go on.</exception>
    public void Take(HttpContext context, Caller caller)
    {
        if (IsFree(context))
            return;
        using var lease = _users.AttemptAcquire(caller.Subject);
        if (!lease.IsAcquired)
            throw Refuse(context, lease, "user", caller.UserName);
    }

    /// <summary>Takes a request of somebody unknown.</summary>
    /// <exception cref="DiracException">TooManyRequests; Retry-After says when to go on.</exception>
    public void Take(HttpContext context)
    {
        if (IsFree(context))
            return;
        var address = context.Connection.RemoteIpAddress!.Side();
        using var lease = _addresses.AttemptAcquire(address);
        if (!lease.IsAcquired)
            throw Refuse(context, lease, "address", address.ToString());
    }

    public void Dispose()
    {
        _users.Dispose();
        _addresses.Dispose();
    }

    private bool IsFree(HttpContext context) =>
        (!_options.LimitLoopback && (context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address)))
        || context.GetEndpoint()?.Metadata.GetMetadata<DisableRateLimitingAttribute>() is not null;

    private DiracException Refuse(HttpContext context, RateLimitLease lease, string kind, string who)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? time : Period;
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        _refused.Add(1, new KeyValuePair<string, object?>("by", kind));
        LogRefused(kind, who, context.Request.Path);
        return new DiracException(
            ErrorCode.TooManyRequests,
            kind == "user" ? "You make more requests than one user may." : "More requests without a token came from your address than may.",
            $"Wait {seconds} s, then go on more slowly; routes that take many jobs at once need fewer requests.");
    }

    private static PartitionedRateLimiter<TKey> Create<TKey>(int perSecond, int burst)
        where TKey : notnull
    {
        var options = new TokenBucketRateLimiterOptions { TokenLimit = burst, TokensPerPeriod = Math.Min(perSecond, burst), ReplenishmentPeriod = Period, QueueLimit = 0 };
        Func<TKey, TokenBucketRateLimiterOptions> take = _ => options;
        return PartitionedRateLimiter.Create<TKey, TKey>(key => RateLimitPartition.GetTokenBucketLimiter(key, take));
    }

    [LoggerMessage(5801, LogLevel.Debug, "Too many requests of the {Kind} {Who}: {Path} was refused")]
    private partial void LogRefused(string kind, string who, string path);
}
