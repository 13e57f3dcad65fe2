using Dirac.Wire.Codecs;
using Dirac.Wire.Dips;
using Dirac.Wire.Https;
using Dirac.Wire.Values;

namespace Dirac.Wire.Tests.Https;

public sealed class RpcFormTests
{
    private static readonly WireValue When = WireValue.Of(new DateTime(2024, 10, 17, 13, 41, 46));

    [Fact]
    public async Task ToFields_RecordedCall_IsTheSameText()
    {
        using var content = new FormUrlEncodedContent(new RpcForm("echoAny", [When]).ToFields());

        Assert.StartsWith(
            "method=echoAny&args=%5B%7B%22__dCls%22%3A+%22dt%22%2C+%22obj%22%3A+%222024-10-17+13%3A41%3A46%22%7D%5D",
            await content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_WhatWasWritten_IsTheSame()
    {
        var form = new RpcForm("m", [1, "é", WireValue.OfBytes([0, 255])])
        {
            ExtraCredentials = new DipsExtraCredentials.Delegation("/DN", "g"),
            ClientVo = "v",
            ClientSetup = "s",
            IsRaw = true,
        };
        var fields = form.ToFields().ToDictionary();

        Assert.Equal(RpcFormProblem.None, RpcForm.TryRead(fields.GetValueOrDefault, out var back));

        Assert.Equal(form.Arguments, back.Arguments);
        Assert.Equal(form with { Arguments = [] }, back with { Arguments = [] }, (left, right) => left!.ToFields().SequenceEqual(right!.ToFields()));
        Assert.Equal(["method", "args", "extraCredentials", "clientVO", "clientSetup", "rawContent"], form.ToFields().Select(field => field.Key));
    }

    [Theory]
    [InlineData(null, null, RpcFormProblem.NoMethod)]
    [InlineData("", "[]", RpcFormProblem.NoMethod)]
    [InlineData("m", null, RpcFormProblem.None)]
    [InlineData("m", "[1]", RpcFormProblem.None)]
    [InlineData("m", "", RpcFormProblem.BadArguments)]
    [InlineData("m", "{}", RpcFormProblem.BadArguments)]
    [InlineData("m", "li1ee", RpcFormProblem.BadArguments)]
    [InlineData("m", "[1", RpcFormProblem.BadArguments)]
    [InlineData("m", """[{"__dCls": "Popen", "__dMod": "subprocess"}]""", RpcFormProblem.BadArguments)]
    public void TryRead_Fields_AreACallOrNot(string? method, string? arguments, RpcFormProblem problem) =>
        Assert.Equal(problem, RpcForm.TryRead(name => name switch { "method" => method, "args" => arguments, _ => null }, out _));

    [Theory]
    [InlineData("True", true)]
    [InlineData("yes", true)]
    [InlineData("False", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void TryRead_RawContent_MeansWhatItSays(string? text, bool isRaw)
    {
        RpcForm.TryRead(name => name == "method" ? "m" : name == "rawContent" ? text : null, out var form);

        Assert.Equal(isRaw, form.IsRaw);
    }

    [Theory]
    [InlineData(null, "None")]
    [InlineData("\"\"", "None")]
    [InlineData("\"hosts\"", "Host")]
    [InlineData("\"group\"", "Group")]
    [InlineData("""["/DN", "group"]""", "Delegation")]
    [InlineData("hosts", "Malformed")]
    [InlineData("7", "Malformed")]
    [InlineData("""["/DN", 7]""", "Malformed")]
    public void TryRead_Credentials_AreUnderstood(string? text, string kind)
    {
        RpcForm.TryRead(name => name == "method" ? "m" : name == "extraCredentials" ? text : null, out var form);

        Assert.Equal(kind, form.ExtraCredentials.GetType().Name);
    }

    [Fact]
    public void TryRead_ArgumentsBeyondTheLimits_AreRefused() => Assert.Equal(
        RpcFormProblem.BadArguments,
        RpcForm.TryRead(name => name == "method" ? "m" : "[1, 2, 3, 4]", out _, new WireReadOptions { MaxValues = 3 }));
}
