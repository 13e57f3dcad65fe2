using Dirac.Model.Jdl;

namespace Dirac.Model.Tests.Jdl;

public sealed class JdlAsCfgTests
{
    [Fact]
    public void Load_Description_MakesOptionsAndSections()
    {
        var view = JdlAsCfg.Load("[ Arguments=\"a;b, c\"; Site={\"X\",\"Y\"}; JobRequirements=[ CPUTime=100; Tags={\"T\"} ]; ]");

        Assert.Equal("a;b, c", view.GetOption("Arguments"));
        Assert.Equal("X, Y", view.GetOption("Site"));
        Assert.Equal(100, view.GetInt("JobRequirements/CPUTime", 0));
        Assert.Equal(["T"], view.GetList("/JobRequirements/Tags"));
    }

    [Fact]
    public void Dump_Tree_WritesListsNumbersAndTheFourTexts()
    {
        var view = JdlAsCfg.Load("[ Executable=\"a,b\"; Arguments=\"x, y\"; CPUTime=\"100\"; Site=\"A, B\"; Name=\"1e\"; ]");

        Assert.Equal(
            "[ \n    Arguments = \"x, y\";\n    CPUTime = 100;\n    Executable = \"a,b\";\n    Name = \"1e\";\n"
            + "    Site = \n        {\n            \"A\",\n            \"B\"\n        };\n]",
            JdlAsCfg.Dump(view));
    }
}
