using Dirac.Framework.Tests.Support;
using Dirac.Framework.Voms;
using Dirac.Testing;

namespace Dirac.Framework.Tests.Voms;

public sealed class VomsValidityTests
{
    private static readonly DateTimeOffset End = new(2026, 12, 1, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void EndOf_Attributes_IsTheirEnd() => Assert.Equal(End, VomsValidity.EndOf(FakeVoms.AttributesUntil(End)));

    [Theory]
    [InlineData("")]
    [InlineData("3000")]
    [InlineData("30023000")]
    [InlineData("0500")]
    public void EndOf_NoAttributes_IsNull(string hex) => Assert.Null(VomsValidity.EndOf(Convert.FromHexString(hex)));

    [Fact]
    public void EndOf_SpoiltBytes_ThrowsNothing()
    {
        var random = new Random(TestSeed.Next());
        for (var time = 0; time < 20_000; time++)
        {
            var bytes = FakeVoms.AttributesUntil(End);
            for (var change = random.Next(1, 5); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            _ = VomsValidity.EndOf(bytes.AsMemory(0, random.Next(bytes.Length + 1)));
        }
    }
}
