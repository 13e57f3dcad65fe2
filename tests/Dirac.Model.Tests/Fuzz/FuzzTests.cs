using Dirac.Model.Configuration;
using Dirac.Model.Data;
using Dirac.Model.Errors;
using Dirac.Model.Jdl;

namespace Dirac.Model.Tests.Fuzz;

/// <summary>Whatever a parser is given, it answers or throws <see cref="DiracException"/>; and what it accepts it can write and read again.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Jdls =
    [
        "[ Executable = \"/bin/echo\"; Arguments = \"a;b\"; InputSandbox = {\"a\", \"b c\"}; JobRequirements = [ CPUTime = 100; ]; ]",
        "Executable = \"x\";\nCPUTime = 3600;\nSite = ANY\n",
        "[ Parameters = 3; ParameterStart.X = 2; Arguments = \"%s %(X)s %n %j\"; InputData = {\"%s\"} ]",
        "[ Parameters = {{\"a\",\"b\"},{\"c\"}}; Parameters.X = {1,2}; OutputSE = \"%s\"; CPUTime = %(X)s ]",
        "[ a = \"-c \"x\"\"; b = f[1] == \"y\"; c = { [ d = 1 ], {e} }; Site = \"LCG.CERN.ch,X\"; MaxRAM = 4; InputData = \"LFN:/vo/a\" ]",
    ];

    private static readonly string[] Cfgs =
    [
        "# c\nA\n{\n  B = 1\n  B += 2\n  C { D = x=y{z}\n }\n}\nE = \n",
        "A { } A { B = 1\n}\n#x\n##y\nZ = 1, 2",
    ];

    [Fact]
    public void Jdl_AnyText_IsReadOrRefused() => Run(Jdls, text =>
    {
        var ad = ClassAd.Parse(text);
        Assert.Equal(ad.ToString(), ClassAd.Parse(ad.ToString()).ToString());
        var job = new JobDescription(ad);
        job.Validate(new JobDescriptionLimits { KnownSites = ["LCG.CERN.ch"], Vo = "vo" });
        Assert.All(ParametricJobs.Expand(ad, 50), one => ClassAd.Parse(one.ToString()));
    });

    [Fact]
    public void JdlAsCfg_AnyText_IsReadOrRefused() => Run(Jdls, text =>
    {
        var dumped = JdlAsCfg.Dump(JdlAsCfg.Load(text));
        Assert.Equal(dumped, JdlAsCfg.Dump(JdlAsCfg.Load(dumped)));
    });

    [Fact]
    public void Cfg_AnyText_IsReadOrRefused() => Run(Cfgs, text =>
    {
        var cfg = Cfg.Parse(text);
        var written = cfg.ToString();
        Assert.Equal(written, Cfg.Parse(written).ToString());
        Cfg.Merge(cfg, Cfg.Parse(Cfgs[0]));
    });

    [Fact]
    public void SandboxName_AnyText_IsReadOrRefused() => Run(
        [
            "SB:ProductionSandboxSE|/S3/box/vo/vo_user/ann/sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.tar.zst",
            "SB:SE|/SandBox/a/ann.user/abc/def/abcdef.tar.bz2",
        ],
        text => Assert.Equal(SandboxName.Parse(text), SandboxName.Parse(SandboxName.Parse(text).ToString())));

    [Fact]
    public void Lfn_AnyText_IsReadOrRefused() =>
        Run(["LFN:/vo/user/a/ann/file.txt"], text => Assert.Equal(Lfn.Parse(text), Lfn.Parse(Lfn.Parse(text).ToString())));

    [Fact]
    public void JobJdlCodec_AnyText_IsReadOrRefused() =>
        Run([JobJdlCodec.Compress(Jdls[0]), JobJdlCodec.Compress(new string('a', 100_000)), "[ ]"], text => JobJdlCodec.Decompress(text));

    private static void Run(string[] corpus, Action<string> parse) =>
        Assert.True(Fuzzer.Run(corpus, parse) > 100, "The fuzzer hardly ran.");
}
