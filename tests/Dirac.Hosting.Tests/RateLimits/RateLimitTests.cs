using System.Net;
using Dirac.Hosting.RateLimits;
using Dirac.Security.Policies;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Hosting.Tests.RateLimits;

public sealed class RateLimitTests
{
    [Fact]
    public async Task User_WhoAsksTooOften_IsToldWhenToGoOnAndHindersNobodyElse()
    {
        await using var server = await StartAsync(AccessRule.Authenticated);
        var (ann, statuses) = (server.Token("NormalUser"), new List<HttpStatusCode>());
        for (var request = 0; request < 3; request++) statuses.Add((await server.GetAsync("/test", ann)).StatusCode);
        var refused = await server.GetAsync("/test", ann);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK], statuses);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        Assert.Contains("more requests than one user may", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.GetAsync("/test")).StatusCode);
    }

    [Fact]
    public async Task User_WhoIsRefused_IsCountedAllTheSame()
    {
        await using var server = await StartAsync(AccessRule.AnyProperty("CSAdministrator"));
        var ann = server.Token("NormalUser");
        for (var request = 0; request < 3; request++) Assert.Equal(HttpStatusCode.Forbidden, (await server.GetAsync("/test", ann)).StatusCode);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await server.GetAsync("/test", ann)).StatusCode);
    }

    [Fact]
    public async Task Address_WithoutGoodTokens_IsLimitedButItsUsersAreNot()
    {
        await using var server = await StartAsync(AccessRule.Authenticated);
        for (var request = 0; request < 2; request++) Assert.Equal(HttpStatusCode.Unauthorized, (await server.GetAsync("/test", "not-a-token")).StatusCode);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await server.GetAsync("/test", "not-a-token")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await server.GetAsync("/test")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/test", server.Token("NormalUser"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/api/health/live")).StatusCode);
    }

    [Fact]
    public async Task Loopback_Usually_IsNotLimited()
    {
        await using var server = await StartAsync(AccessRule.Anyone, limitLoopback: false);
        for (var request = 0; request < 10; request++) Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/test")).StatusCode);
    }

    private static Task<RunningServer> StartAsync(AccessRule rule, bool limitLoopback = true) => RunningServer.StartAsync(
        RunningServer.Route(() => "fine", rule),
        services: services => services.Configure<RateLimitOptions>(limits =>
        {
            (limits.UserPerSecond, limits.UserBurst, limits.AddressPerSecond, limits.AddressBurst) = (1, 3, 1, 2);
            limits.LimitLoopback = limitLoopback;
        }));
}
