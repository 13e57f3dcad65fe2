using Dirac.Model.Errors;

namespace Dirac.Model.Tests.Errors;

public sealed class NearestNamesTests
{
    private static readonly string[] Sites = ["LCG.CERN.ch", "LCG.CNAF.it", "LCG.GRIDKA.de", "DIRAC.Local.local"];

    [Theory]
    [InlineData("LCG.CERN.cn", "LCG.CERN.ch")]
    [InlineData("lcg.cern.ch", "LCG.CERN.ch")]
    [InlineData("GRIDKA", "LCG.GRIDKA.de")]
    [InlineData("Dirac.Local.locl", "DIRAC.Local.local")]
    public void Find_Mistyped_ComesFirst(string name, string meant) => Assert.Equal(meant, NearestNames.Find(name, Sites, 3)[0]);

    [Theory]
    [InlineData("")]
    [InlineData("zzzzzzzzzzzzzzzz")]
    public void Find_NothingLikeIt_IsEmpty(string name) => Assert.Empty(NearestNames.Find(name, Sites, 3));

    [Fact]
    public void Find_HugeName_IsNotCompared() => Assert.Empty(NearestNames.Find(new string('L', 1_000_000), Sites, 3));

    [Fact]
    public void Find_Many_ReturnsAtMostMax() => Assert.Equal(2, NearestNames.Find("LCG", Sites, 2).Count);
}
