using Dirac.Model.Data;
using Dirac.Model.Errors;

namespace Dirac.Model.Tests.Data;

public sealed class LfnTests
{
    [Theory]
    [InlineData("LFN:/vo/user/a/ann/file")]
    [InlineData("lfn:/vo/user/a/ann/file")]
    [InlineData("/vo/user/a/ann/file")]
    public void Parse_EveryForm_IsTheSameName(string text)
    {
        var lfn = Lfn.Parse(text);

        Assert.Equal("/vo/user/a/ann/file", lfn.Path);
        Assert.Equal("LFN:/vo/user/a/ann/file", lfn.ToString());
        Assert.True(lfn.IsOf("vo"));
        Assert.False(lfn.IsOf("v"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("LFN:")]
    [InlineData("vo/file")]
    [InlineData("/vo//file")]
    [InlineData("/vo/../file")]
    [InlineData("/vo/.")]
    [InlineData("/vo/")]
    [InlineData("/vo/a\nb")]
    public void Parse_NoName_SaysWhy(string text)
    {
        Assert.False(Lfn.TryParse(text, out _, out var problem));
        Assert.Equal(problem, Assert.Throws<DiracException>(() => Lfn.Parse(text)).Message);
    }

    [Fact]
    public void Parse_LongerThanTheColumn_IsRefused()
    {
        Assert.True(Lfn.TryParse("/" + new string('a', 254), out _, out _));
        Assert.False(Lfn.TryParse("/" + new string('a', 255), out _, out _));
    }
}
