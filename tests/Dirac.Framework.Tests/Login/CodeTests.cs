using System.Net;
using Dirac.Framework.Login.Flows;
using Microsoft.Extensions.Time.Testing;

namespace Dirac.Framework.Tests.Login;

public sealed class CodeTests
{
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    [Fact]
    public void Challenge_OfTheRfcsExample_IsItsChallenge()
    {
        Assert.Equal("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", CodeChallenge.Of(Verifier));
        Assert.True(CodeChallenge.Fits("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", Verifier));
    }

    [Theory]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")]
    [InlineData("short")]
    [InlineData("")]
    public void Fits_AnotherVerifier_DoesNot(string verifier) => Assert.False(CodeChallenge.Fits("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", verifier));

    [Theory]
    [InlineData("+")]
    [InlineData(" ")]
    [InlineData("é")]
    public void Fits_VerifierWithLettersThatNoneHas_DoesNot(string letter)
    {
        var verifier = Verifier + letter;

        Assert.False(CodeChallenge.Fits(CodeChallenge.Of(verifier), verifier));
    }

    [Theory]
    [InlineData(42)]
    [InlineData(129)]
    public void Fits_VerifierOfAnotherLength_DoesNot(int length)
    {
        var verifier = new string('a', length);

        Assert.False(CodeChallenge.Fits(CodeChallenge.Of(verifier), verifier));
    }

    [Theory]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", true)]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM=", false)]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM", false)]
    [InlineData("", false)]
    public void IsWellFormed_Challenge_IsASha256(string challenge, bool expected) => Assert.Equal(expected, CodeChallenge.IsWellFormed(challenge));

    [Fact]
    public void UserCode_New_IsReadInAnySpelling()
    {
        var codes = Enumerable.Range(0, 200).Select(_ => UserCode.Create()).ToList();

        Assert.All(codes, code => Assert.Equal(code, UserCode.Read($" {UserCode.Show(code).ToLowerInvariant()} ")));
        Assert.All(codes, code => Assert.DoesNotContain(code, letter => "AEIOUY01".Contains(letter, StringComparison.Ordinal)));
        Assert.Equal(codes.Count, codes.Distinct().Count());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("BCDFGHJ")]
    [InlineData("BCDFGHJKL")]
    [InlineData("BCDFGHJA")]
    [InlineData("<script>")]
    [InlineData("BCDFGHJ%")]
    public void UserCode_Nonsense_IsNone(string? typed) => Assert.Null(UserCode.Read(typed));

    [Fact]
    public void Polls_FasterThanDiracXs_AreTooFast()
    {
        var before = new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

        Assert.False(PollRules.IsTooFast(null, before));
        Assert.True(PollRules.IsTooFast(before, before.AddSeconds(1.9)));
        Assert.False(PollRules.IsTooFast(before, before.AddSeconds(2)));
    }

    [Fact]
    public void Guesses_OfOneAddress_EndWithTheMinute_AndLeaveOthersAlone()
    {
        var clock = new FakeTimeProvider();
        var guesses = new CodeGuesses(clock);
        for (var wrong = 0; wrong < CodeGuesses.PerAddress; wrong++)
        {
            Assert.True(guesses.MayTry(IPAddress.Parse("192.0.2.1")));
            guesses.Count(IPAddress.Parse("192.0.2.1"));
        }

        Assert.False(guesses.MayTry(IPAddress.Parse("192.0.2.1")));
        Assert.False(guesses.MayTry(IPAddress.Parse("::ffff:192.0.2.1")));
        Assert.True(guesses.MayTry(IPAddress.Parse("192.0.2.2")));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(guesses.MayTry(IPAddress.Parse("192.0.2.1")));
    }

    [Fact]
    public void Guesses_OfOneNetwork_CountTogether()
    {
        var guesses = new CodeGuesses(new FakeTimeProvider());
        for (var wrong = 0; wrong < CodeGuesses.PerAddress; wrong++) guesses.Count(IPAddress.Parse($"2001:db8::{wrong:x}"));

        Assert.False(guesses.MayTry(IPAddress.Parse("2001:db8::ffff")));
        Assert.True(guesses.MayTry(IPAddress.Parse("2001:db8:0:1::1")));
    }

    [Fact]
    public void Guesses_FromEverywhere_EndInAll()
    {
        var guesses = new CodeGuesses(new FakeTimeProvider());
        for (var wrong = 0; wrong < CodeGuesses.InAll; wrong++) guesses.Count(new IPAddress([10, 0, (byte)(wrong >> 8), (byte)wrong]));

        Assert.False(guesses.MayTry(IPAddress.Parse("192.0.2.1")));
    }
}
