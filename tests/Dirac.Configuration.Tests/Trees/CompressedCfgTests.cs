using Dirac.Configuration.Trees;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Dirac.Testing;

namespace Dirac.Configuration.Tests.Trees;

public sealed class CompressedCfgTests
{
    private static readonly string Sample = Cfg.Write(Cfg.Parse("DIRAC\n{\n Configuration\n {\n  Name = Zürich\n }\n}\n"));

    // Made with Python's zlib.compress(b"A = 1\n", 9).
    [Fact]
    public void Unpack_OfPython_IsRead() => Assert.Equal("A = 1\n", CompressedCfg.Unpack(Convert.FromHexString("78da7354b05530e4020003ec00fa")));

    [Fact]
    public void Unpack_Truncated_IsRefusedAtEveryLength()
    {
        var whole = CompressedCfg.Pack(Sample);
        Assert.Equal(Sample, CompressedCfg.Unpack(whole));

        for (var length = 0; length < whole.Length; length++)
        {
            var cut = whole[..length];
            Assert.Equal(ErrorCode.BadRequest, Assert.Throws<DiracException>(() => CompressedCfg.Unpack(cut)).Code);
        }
    }

    [Fact]
    public void Unpack_BytesByChance_ThrowNothingElse()
    {
        var random = new Random(TestSeed.Next());
        var whole = CompressedCfg.Pack(Sample);
        for (var round = 0; round < 3000; round++)
        {
            var bytes = (byte[])whole.Clone();
            for (var change = random.Next(1, 4); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                _ = ConfigurationTree.Unpack(bytes);
            }
            catch (DiracException problem)
            {
                Assert.True(problem.Code is ErrorCode.BadRequest or ErrorCode.TooLarge, problem.Message);
            }
        }
    }
}
