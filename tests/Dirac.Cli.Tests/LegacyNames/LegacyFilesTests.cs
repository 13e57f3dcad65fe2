using Dirac.Cli.LegacyNames;
using Dirac.Cli.LegacyNames.Jdl;

namespace Dirac.Cli.Tests.LegacyNames;

public sealed class LegacyFilesTests
{
    [Fact]
    public void Conf_OfAGroup_TakesGlobalValuesAndThenItsOwn()
    {
        var values = DCommandsConf.Parse("""
            # comment
            [global]
            default_profile = users
            home_dir = /all
            [users]
            group_name: users
            Home_Dir = /mine
            jdl = [A = "1";
                B = "100%%";]
            flag
            [others]
            group_name = others
            """).For("users");

        Assert.Equal(("/mine", "[A = \"1\";\nB = \"100%\";]", "", "users"), (values["home_dir"], values["jdl"], values["flag"], values["default_profile"]));
    }

    [Fact]
    public void Conf_OfAGroupWithoutASection_HasGlobalValues() => Assert.Equal("/all", DCommandsConf.Parse("[global]\nhome_dir=/all\n[x]\ngroup_name=x\nhome_dir=/x").For("users")["home_dir"]);

    [Theory]
    [InlineData("1:10:3", "1", "3", "3")]
    [InlineData("10:0:-5", "10", "-5", "2")]
    [InlineData("0.5:2", "0.5", "1", "2")]
    public void Parametric_OfALoop_CountsTheJobs(string loop, string start, string step, string count)
    {
        var ad = Assert.Single(ParametricOption.Apply(LightAd.Parse("[Executable=\"x\";]"), loop));

        Assert.Equal((start, step, count), (ad.GetText("ParameterStart"), ad.GetText("ParameterStep"), ad.Get("Parameters")));
    }

    [Theory]
    [InlineData("1:10:-1")]
    [InlineData("1:10:0")]
    public void Parametric_OfALoopWithoutEnd_IsRefused(string loop) =>
        Assert.Throws<LegacyCrashException>(() => ParametricOption.Apply(LightAd.Parse("[Executable=\"x\";]"), loop));

    [Fact]
    public void LightAd_OfItsOwnText_IsTheSame()
    {
        var ad = LightAd.Parse("[A = \"x;y\"; L = {\"1\",\"2\"}; N = [M = 1; O = 2]; Z = 3]");

        Assert.Equal(ad.ToString(), LightAd.Parse(ad.ToString()).ToString());
    }
}
