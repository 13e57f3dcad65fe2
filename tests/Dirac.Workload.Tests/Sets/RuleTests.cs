using System.Net;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Workload.Sets;
using Dirac.Workload.Sets.Notices;

namespace Dirac.Workload.Tests.Sets;

public sealed class RuleTests
{
    [Theory]
    [InlineData("Closed", 0, 0, "")]
    [InlineData("Closed", 1, 0, "early")]
    [InlineData("Closed", 0, 2, "all-ended,all-done")]
    [InlineData("Open", 0, 2, "")]
    [InlineData("Filling", 0, 2, "")]
    [InlineData("Cancelled", 1, 0, "")]
    public void Judge_Counts_FireWhatHolds(string state, int failed, int done, string fired)
    {
        var tally = new SetTally(failed > 0 || done == 0 ? 1 : 0, done, failed, 0, 0, failed);
        RuleRow[] rules = [Rule("first-failed", "kill-rest"), Rule("all-ended", "submit"), Rule("all-done", "submit")];

        var verdict = RuleJudge.Judge(state, tally, rules);

        Assert.Equal(fired.Replace("early", "first-failed", StringComparison.Ordinal), string.Join(',', verdict.Fired.Select(rule => rule.Occasion)));
    }

    [Fact]
    public void Judge_NoJobs_HasNotEnded() => Assert.False(RuleJudge.Judge("Closed", SetTally.Zero, []).HasEnded);

    [Theory]
    [InlineData("Waiting", 0, "all-ended", true)]
    [InlineData("Fired", 0, "all-ended", false)]
    [InlineData("Waiting", 1, "all-ended", false)]
    [InlineData("Failed", 0, "all-ended", false)]
    [InlineData("Waiting", 0, "first-failed", true)]
    public void Judge_Rescheduling_HoldsTheEndBack(string state, long seen, string occasion, bool fires)
    {
        var tally = new SetTally(0, 1, 1, 0, 0, 1);
        RuleRow[] rules = [Rule("all-ended", "submit"), Rule(occasion, "reschedule-failed", state, seen)];

        var verdict = RuleJudge.Judge("Closed", tally, rules);

        Assert.Equal(fires || state == "Fired", !verdict.HasEnded);
        Assert.Equal(fires ? ["reschedule-failed"] : state == "Fired" ? [] : ["submit"], verdict.Fired.Select(rule => rule.Action));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("100%", true)]
    [InlineData("0.5%", true)]
    [InlineData("", false)]
    [InlineData("0", false)]
    [InlineData("-1", false)]
    [InlineData("%", false)]
    [InlineData("1e9", false)]
    [InlineData("99999999999999999999999", false)]
    public void Threshold_Text_IsReadOrNot(string text, bool good) => Assert.Equal(good, Threshold.TryParse(text, out _));

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("192.168.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd12::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::1", false)]
    public void Addresses_OfTheInternet_AreReached(string address, bool isPublic)
    {
        var parsed = IPAddress.Parse(address);

        Assert.Equal(isPublic, Addresses.IsPublic(parsed));
        Assert.Equal(isPublic || IPAddress.IsLoopback(parsed), Addresses.MayReach(parsed, [], loopback: true));
        Assert.Equal(isPublic || address is "10.1.2.3" or "::ffff:10.0.0.1", Addresses.MayReach(parsed, [IPNetwork.Parse("10.0.0.0/8")], loopback: false));
    }

    [Theory]
    [InlineData("https://example.org/hook", false, true)]
    [InlineData("http://127.0.0.1:1/hook", true, true)]
    [InlineData("http://127.0.0.1:1/hook", false, false)]
    [InlineData("https://127.0.0.1/hook", false, false)]
    [InlineData("https://2130706433/", false, false)]
    [InlineData("https://0x7f.1/", false, false)]
    [InlineData("http://localhost.example.org/", true, false)]
    [InlineData("file:///etc/passwd", true, false)]
    [InlineData("//example.org", true, false)]
    public void WebHook_Address_IsAllowedOrNot(string address, bool loopback, bool good)
    {
        var error = Record.Exception(() => WebHook.Parse(address, new JobSetOptions { AllowHttpToLoopback = loopback }));

        Assert.Equal(good, error is null);
        Assert.True(error is null or DiracException { Code: ErrorCode.BadRequest });
    }

    [Theory]
    [InlineData("ann@example.org", true)]
    [InlineData("ann", false)]
    [InlineData("@example.org", false)]
    [InlineData("ann@example.org,eve@example.org", false)]
    [InlineData("Ann <ann@example.org>", false)]
    [InlineData("ann@example.org\r\nBcc: eve@example.org", false)]
    public void MailAddress_Text_IsOneOrNot(string text, bool good) => Assert.Equal(good, MailAddresses.Parse(text) is not null);

    [Theory]
    [InlineData("ann", "users", "NormalUser", "NormalUser")]
    [InlineData("ann", "users", "NormalUser,JobAdministrator", "NormalUser")]
    [InlineData("bob", "users", "NormalUser", null)]
    [InlineData("ann", "gone", "NormalUser", null)]
    [InlineData("eve", "users", "NormalUser", null)]
    public void Owner_Rights_AreThoseOfThenAndNow(string user, string group, string stored, string? rights)
    {
        var registry = new Registry(CfgSection.Empty
            .With("/Registry/Users/ann/DN", "x").With("/Registry/Users/bob/DN", "x").With("/Registry/Users/eve/Suspended", "demo")
            .With("/Registry/Groups/users/VO", "demo").With("/Registry/Groups/users/Users", "ann, eve").With("/Registry/Groups/users/Properties", "NormalUser"));

        var found = SetOwner.Rights(registry, new JobSetRow { Owner = user, OwnerGroup = group, VO = "demo" }, stored.Split(','));

        Assert.Equal(rights, found?.ToString());
    }

    private static RuleRow Rule(string occasion, string action, string state = "Waiting", long seen = 0) =>
        new() { Occasion = occasion, Action = action, State = state, SeenFailures = seen };
}
