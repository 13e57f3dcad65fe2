using Dirac.Client.Identity.Device;

namespace Dirac.Cli.Tests.Identity;

/// <summary>What a server tells a person to open and to type is shown only when it is an address and a code.</summary>
public sealed class DeviceReplyTests
{
    [Theory]
    [InlineData("https://dirac.example.org/api/auth/device", true)]
    [InlineData("http://127.0.0.1:8000/api/auth/device", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("/api/auth/device", false)]
    [InlineData("", false)]
    public void Page_IsAWebPage(string address, bool isPage)
    {
        var reply = new DeviceReply("BCDFGHJK", "secret", address, 600, address);

        Assert.Equal((isPage, isPage), (reply.Page is not null, reply.PageWithCode is not null));
    }

    [Theory]
    [InlineData("BCDFGHJK", true)]
    [InlineData("BCDF-GHJK", true)]
    [InlineData("BCDF\u001b[2J", false)]
    [InlineData("BCDF GHJK", false)]
    [InlineData("", false)]
    [InlineData("BCDFGHJKBCDFGHJKBCDFGHJKBCDFGHJKB", false)]
    public void IsReadable_OfACode(string code, bool expected) => Assert.Equal(expected, new DeviceReply(code, "secret", "https://dirac.example.org/", 600).IsReadable);
}
