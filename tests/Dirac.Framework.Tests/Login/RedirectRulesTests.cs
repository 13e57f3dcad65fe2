using Dirac.Framework.Login.Redirects;

namespace Dirac.Framework.Tests.Login;

public sealed class RedirectRulesTests
{
    private static readonly string[] Listed = ["https://portal.example.org/#authentication-callback", "https://app.example.org/back?from=dirac"];

    [Theory]
    [InlineData("https://portal.example.org/#authentication-callback")]
    [InlineData("https://app.example.org/back?from=dirac")]
    public void Judge_ListedAddress_IsListed(string address) => Assert.Equal(RedirectKind.Listed, RedirectRules.Judge(address, Listed, allowsLoopback: false));

    [Theory]
    [InlineData("http://127.0.0.1:4711/")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("http://localhost:65535/callback/here")]
    [InlineData("http://[::1]:8080/cb")]
    [InlineData("http://localhost:3000/#authentication-callback")]
    public void Judge_LoopbackWithAPort_IsLoopback_UnlessThatIsForbidden(string address)
    {
        Assert.Equal(RedirectKind.Loopback, RedirectRules.Judge(address, Listed, allowsLoopback: true));
        Assert.Equal(RedirectKind.Refused, RedirectRules.Judge(address, Listed, allowsLoopback: false));
    }

    [Theory]
    // Other hosts, and hosts that look alike.
    [InlineData("https://evil.example.org/#authentication-callback")]
    [InlineData("https://portal.example.org.evil.example.org/#authentication-callback")]
    [InlineData("https://evil.example.org/https://portal.example.org/#authentication-callback")]
    [InlineData("https://portal.example.org@evil.example.org/#authentication-callback")]
    [InlineData("https://user@portal.example.org/#authentication-callback")]
    [InlineData("https://portal.example.org:444/#authentication-callback")]
    [InlineData("//portal.example.org/#authentication-callback")]
    [InlineData("https:/\\portal.example.org/#authentication-callback")]
    [InlineData("https:\\\\portal.example.org\\#authentication-callback")]
    [InlineData("https://portal.example.org\\.evil.example.org/#authentication-callback")]
    [InlineData("https://PORTAL.example.org/#authentication-callback")]
    // Other schemes.
    [InlineData("http://portal.example.org/#authentication-callback")]
    [InlineData("HTTPS://portal.example.org/#authentication-callback")]
    [InlineData("javascript:alert(1)//https://portal.example.org/#authentication-callback")]
    [InlineData("data:text/html,x")]
    [InlineData("javascript:alert(1)")]
    // Other paths, queries and fragments.
    [InlineData("https://portal.example.org/")]
    [InlineData("https://portal.example.org/#authentication-callback/")]
    [InlineData("https://portal.example.org/#authentication-callback?next=https://evil.example.org")]
    [InlineData("https://portal.example.org/#authentication-callbac%6b")]
    [InlineData("https://portal.example.org/%23authentication-callback")]
    [InlineData("https://portal.example.org/##authentication-callback")]
    [InlineData("https://portal.example.org/x/../#authentication-callback")]
    [InlineData("https://portal.example.org/?#authentication-callback")]
    [InlineData("https://app.example.org/back?from=dirac&to=https://evil.example.org")]
    [InlineData("https://app.example.org/back")]
    // Signs that readers of addresses drop.
    [InlineData(" https://portal.example.org/#authentication-callback")]
    [InlineData("https://portal.example.org/#authentication-callback\n")]
    [InlineData("https://portal.example.org/#authentication-callback\r\nSet-Cookie: a=b")]
    [InlineData("https://portal.example.org/\t#authentication-callback")]
    // What is no loopback, or not in its plain form.
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://127.0.0.1:0/")]
    [InlineData("http://127.0.0.1:65536/")]
    [InlineData("http://127.0.0.1:99999999999/")]
    [InlineData("http://127.0.0.1:80@evil.example.org/")]
    [InlineData("http://evil.example.org@127.0.0.1:80/")]
    [InlineData("http://127.0.0.1:80.evil.example.org/")]
    [InlineData("http://127.0.0.1.evil.example.org:80/")]
    [InlineData("http://localhost.evil.example.org:80/")]
    [InlineData("http://localhost:80\\@evil.example.org/")]
    [InlineData("http://localhost:80/%2e%2e/")]
    [InlineData("http://localhost:80/?next=x")]
    [InlineData("http://localhost:80/#a?b")]
    [InlineData("http://localhost:80/\n")]
    [InlineData("http://localhost:80/ä")]
    [InlineData("http://127.1:80/")]
    [InlineData("http://2130706433:80/")]
    [InlineData("http://0177.0.0.1:80/")]
    [InlineData("http://0.0.0.0:80/")]
    [InlineData("http://127.0.0.2:80/")]
    [InlineData("https://127.0.0.1:80/")]
    [InlineData("ftp://127.0.0.1:80/")]
    [InlineData("http://１２７.0.0.1:80/")]
    [InlineData("http://127.0.0.1:８0/")]
    [InlineData("")]
    public void Judge_AnythingElse_IsRefused(string address) => Assert.Equal(RedirectKind.Refused, RedirectRules.Judge(address, Listed, allowsLoopback: true));

    [Fact]
    public void Judge_EndlessAddress_IsRefused() => Assert.Equal(RedirectKind.Refused, RedirectRules.Judge("http://localhost:80/" + new string('a', 5000), Listed, allowsLoopback: true));

    [Theory]
    [InlineData("https://portal.example.org/#authentication-callback", "https://portal.example.org/#authentication-callback?code=a%26b&state=s%20%3C")]
    [InlineData("https://app.example.org/back?from=dirac", "https://app.example.org/back?from=dirac&code=a%26b&state=s%20%3C")]
    [InlineData("http://127.0.0.1:4711/", "http://127.0.0.1:4711/?code=a%26b&state=s%20%3C")]
    [InlineData("http://localhost:3000/?a=b#c", "http://localhost:3000/?a=b#c?code=a%26b&state=s%20%3C")]
    public void With_Fields_StandLast_AfterAFragmentToo(string address, string expected) =>
        Assert.Equal(expected, RedirectTarget.With(address, ("code", "a&b"), ("nothing", null), ("state", "s <")));

    [Theory]
    [InlineData("https://portal.example.org/#authentication-callback", "https://portal.example.org")]
    [InlineData("https://Portal.Example.org:443/diracx/#back", "https://portal.example.org")]
    [InlineData("https://portal.example.org:8443/#back", "https://portal.example.org:8443")]
    [InlineData("http://localhost:3000/#back", "http://localhost:3000")]
    // What a web server reads, what is not protected on its way, and what is no address of a page.
    [InlineData("https://app.example.org/back?from=dirac", null)]
    [InlineData("https://app.example.org/", null)]
    [InlineData("http://portal.example.org/#back", null)]
    [InlineData("https://portal.example.org@evil.example.org/#back", null)]
    [InlineData("app://portal/#back", null)]
    [InlineData("#back", null)]
    [InlineData("*#", null)]
    public void PageOriginOf_IsThatOfAPageWhoseScriptReadsTheCode(string address, string? origin) => Assert.Equal(origin, RedirectRules.PageOriginOf(address));
}
