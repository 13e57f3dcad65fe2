using Dirac.Cli.Profiles;
using Dirac.Cli.Shell;

namespace Dirac.Cli.Tests.Profiles;

public sealed class ServerChoiceTests
{
    private static readonly ProfileBook Book = ProfileBook.Empty
        .With(new Profile { Name = "home", Url = "https://home.example.org" })
        .With(new Profile { Name = "lab", Url = "https://lab.example.org:8443", Vo = "lab", Group = "lab_user" })
        .With(new Profile { Name = "lab-admin", Url = "https://lab.example.org:8443", Vo = "lab", Group = "lab_admin" }) with
    { InUse = "home" };

    // Options, then environment: profile, address, data directory. What is chosen: @PROFILE, an address, or "data".
    [Theory]
    [InlineData(null, null, null, null, null, null, "@home")]
    [InlineData("lab", null, null, "home", "https://e", "/e", "@lab")]
    [InlineData(null, "https://o", null, "lab", "https://e", "/e", "https://o")]
    [InlineData(null, null, "/o", "lab", "https://e", "/e", "data")]
    [InlineData(null, "https://127.0.0.1:1", "/o", "lab", null, null, "https://127.0.0.1:1")]
    [InlineData(null, "https://lab.example.org:8443/", null, null, null, null, "@lab")]
    [InlineData(null, "https://lab.example.org:8443", "/o", null, null, null, "https://lab.example.org:8443")]
    [InlineData(null, null, null, "lab", "https://e", "/e", "@lab")]
    [InlineData(null, null, null, null, "https://e", "/e", "https://e")]
    [InlineData(null, null, null, null, "https://lab.example.org:8443", null, "@lab")]
    [InlineData(null, null, null, null, null, "/e", "data")]
    public void Decide_Wishes_FollowTheirOrder(string? profile, string? url, string? data, string? profileThere, string? urlThere, string? dataThere, string expected)
    {
        var choice = ServerChoice.Decide(new ServerWishes(profile, url, data), new ServerWishes(profileThere, urlThere, dataThere), Book);

        Assert.Equal(expected, Text(choice));
    }

    [Fact]
    public void Decide_NoProfileInUse_TakesTheDataDirectory() =>
        Assert.Equal("data", Text(ServerChoice.Decide(new ServerWishes(null, null, null), new ServerWishes(null, null, null), Book.Without("home"))));

    [Fact]
    public void Decide_ProfileInUse_IsPreferredAmongThoseOfItsServer() => Assert.Equal(
        "@lab-admin",
        Text(ServerChoice.Decide(new ServerWishes(null, "https://lab.example.org:8443", null), new ServerWishes(null, null, null), Book with { InUse = "lab-admin" })));

    [Theory]
    [InlineData("https://x", null)]
    [InlineData(null, "/x")]
    public void Decide_ProfileAndAnotherPlace_IsRefused(string? url, string? data) =>
        Assert.Throws<UsageException>(() => ServerChoice.Decide(new ServerWishes("lab", url, data), new ServerWishes(null, null, null), Book));

    [Fact]
    public void Decide_UnknownProfile_NamesTheNearest() => Assert.Contains(
        "'lab'", Assert.Throws<UsageException>(() => ServerChoice.Decide(new ServerWishes("lba", null, null), new ServerWishes(null, null, null), Book)).Advice, StringComparison.Ordinal);

    [Fact]
    public void GroupProfile_AnotherGroup_IsAnotherLoginOfTheSameServer() => Assert.Equal("lab-admin", GroupProfile.Find(Book.Get("lab"), "lab_admin", Book).Name);

    [Fact]
    public void GroupProfile_NobodyIsOfThatGroup_TellsHowToLogIn() => Assert.Contains(
        "dirac login --url https://lab.example.org:8443 --vo lab --group lab_boss --profile lab-lab_boss",
        Assert.Throws<UsageException>(() => GroupProfile.Find(Book.Get("lab"), "lab_boss", Book)).Advice,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("https://lab.example.org:8443", "lab", null, "lab")]
    [InlineData("https://lab.example.org:8443", "lab", "lab_admin", "lab-admin")]
    [InlineData("https://lab.example.org:8443", "lab", "lab_boss", "lab.example.org")]
    [InlineData("https://new.example.org", "vo", null, "new.example.org")]
    [InlineData("https://[::1]:8443", "vo", null, "1")]
    public void NameFor_Login_IsThatOfItsProfileOrItsHost(string url, string vo, string? group, string expected) =>
        Assert.Equal(expected, ProfileNames.For(new Uri(url), vo, group, Book));

    [Theory]
    [InlineData("lab", true)]
    [InlineData("dirac.example.org-8443", true)]
    [InlineData("", false)]
    [InlineData("../lab", false)]
    [InlineData("-lab", false)]
    [InlineData("la b", false)]
    [InlineData("lab/x", false)]
    public void IsGood_Name_IsOneOfAFile(string name, bool good) => Assert.Equal(good, ProfileNames.IsGood(name));

    private static string Text(ServerChoice choice) => choice switch
    {
        ServerChoice.OfProfile(var profile) => "@" + profile.Name,
        ServerChoice.OfAddress(var url) => url,
        _ => "data",
    };
}
