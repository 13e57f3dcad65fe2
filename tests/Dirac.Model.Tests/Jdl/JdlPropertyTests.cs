using Dirac.Model.Configuration;
using Dirac.Model.Jdl;
using FsCheck.Xunit;

namespace Dirac.Model.Tests.Jdl;

[Properties(Arbitrary = [typeof(AnyClassAd)], MaxTest = 300)]
public sealed class JdlPropertyTests
{
    [Property]
    public void Parse_WhatWasWritten_IsTheSameDescription(ClassAd ad) =>
        Assert.Equal(AnyClassAd.ShapeOf(ad), AnyClassAd.ShapeOf(ClassAd.Parse(ad.ToString())));

    [Property]
    public void ToString_Twice_IsTheSameText(ClassAd ad) => Assert.Equal(ad.ToString(), ClassAd.Parse(ad.ToString()).ToString());

    [Property]
    public void Decompress_WhatWasCompressed_IsTheSameText(ClassAd ad) =>
        Assert.Equal(ad.ToString(), JobJdlCodec.Decompress(JobJdlCodec.Compress(ad.ToString())));

    [Property]
    public void Dump_TheViewAsConfiguration_IsStable(ClassAd ad)
    {
        var view = JdlAsCfg.Load(ad.ToString());

        var again = JdlAsCfg.Load(JdlAsCfg.Dump(view));

        Assert.Equal(JdlAsCfg.Dump(view), JdlAsCfg.Dump(again));
        Assert.Equal(ad.Attributes.Count, again.Entries.Count);
    }

    [Property]
    public void Expand_Sequence_GivesOneJobForEachNumber(ClassAd ad, byte count)
    {
        var parametric = ad.With("Parameters", count + 1).With("Marker", "%n of %s");

        var jobs = ParametricJobs.Expand(parametric, 256);

        Assert.Equal(count + 1, jobs.Count);
        var width = $"{count}".Length;
        for (var i = 0; i < jobs.Count; i++)
        {
            Assert.Equal($"{i.ToString($"D{width}", null)} of 1", jobs[i].GetString("Marker"));
            Assert.False(ParametricJobs.IsParametric(jobs[i]));
            Assert.Equal(AnyClassAd.ShapeOf(jobs[i]), AnyClassAd.ShapeOf(ClassAd.Parse(jobs[i].ToString())));
        }
    }

    [Property]
    public void Merge_WithItself_ChangesNothing(ClassAd ad)
    {
        var section = JdlAsCfg.Load(ad.ToString());

        Assert.Equal(JdlAsCfg.Dump(section), JdlAsCfg.Dump(Cfg.Merge(section, section)));
    }
}
