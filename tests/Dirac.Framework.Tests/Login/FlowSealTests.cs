using System.Buffers.Text;
using System.Security.Cryptography;
using Dirac.Framework.Login.Browser;
using Dirac.Framework.Login.Flows;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Framework.Tests.Login;

public sealed class FlowSealTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    [Fact]
    public void Open_OwnTicket_IsTheSame_AtASisterServerToo()
    {
        var ticket = Ticket();
        var text = Seal(_key).Close(ticket);

        Assert.Equal(ticket, Seal(_key).Open(text, FlowStepName.Visit));
        Assert.DoesNotContain("verifier", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Close_Twice_LooksDifferent() => Assert.NotEqual(Seal(_key).Close(Ticket()), Seal(_key).Close(Ticket()));

    [Fact]
    public void Open_AtAnotherStep_IsRefused() => Assert.Null(Seal(_key).Open(Seal(_key).Close(Ticket()), FlowStepName.Confirm));

    [Fact]
    public void Open_AfterItsTime_IsRefused()
    {
        var seal = Seal(_key);
        var text = seal.Close(Ticket());

        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Null(seal.Open(text, FlowStepName.Visit));
    }

    [Fact]
    public void Open_OfAnotherInstallation_IsRefused() =>
        Assert.Null(Seal(RandomNumberGenerator.GetBytes(32)).Open(Seal(_key).Close(Ticket()), FlowStepName.Visit));

    [Fact]
    public void Open_WithAnyBitChanged_IsRefused()
    {
        var seal = Seal(_key);
        var box = Base64Url.DecodeFromChars(seal.Close(Ticket()));

        for (var bit = 0; bit < box.Length * 8; bit++)
        {
            box[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(seal.Open(Base64Url.EncodeToString(box), FlowStepName.Visit));
            box[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("AAAA")]
    [InlineData("not base64!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Open_Nonsense_IsRefused(string? text) => Assert.Null(Seal(_key).Open(text, FlowStepName.Visit));

    [Fact]
    public void Open_EndlessText_IsRefused() => Assert.Null(Seal(_key).Open(new string('A', 1_000_000), FlowStepName.Visit));

    [Fact]
    public void Open_AfterAChangeOfKeys_IsStillPossible_WithBothKeys()
    {
        var fresh = RandomNumberGenerator.GetBytes(32);
        var text = Seal(_key).Close(Ticket());

        Assert.Equal(Ticket(), Seal(fresh, _key).Open(text, FlowStepName.Visit));
        Assert.Null(Seal(fresh).Open(text, FlowStepName.Visit));
    }

    private FlowSeal Seal(params byte[][] keys) => new(() => keys, _clock);

    private FlowTicket Ticket() => new(FlowStepName.Visit, FlowKind.Code, "flow", "demo", "browser", _clock.GetUtcNow().AddMinutes(10).ToUnixTimeSeconds()) { Verifier = "verifier", Nonce = "nonce" };
}
