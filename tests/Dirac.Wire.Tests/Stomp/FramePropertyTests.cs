using Dirac.Wire.Stomp;
using Dirac.Wire.Stomp.Framing;
using Dirac.Wire.Tests.Fuzz;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Dirac.Wire.Tests.Stomp;

public sealed class FramePropertyTests
{
    private static readonly StompVersion[] Versions = [StompVersion.V10, StompVersion.V11, StompVersion.V12];

    /// <summary>Whatever can be written is read back, and whatever cannot is refused.</summary>
    [Property(MaxTest = 500)]
    public async Task RoundTrip_AnyFrame_IsTheSame(NonNull<string>[] texts, byte[] body, int version)
    {
        var spoken = Versions[Math.Abs(version % 3)];
        var headers = texts.Chunk(2).Where(pair => pair is [{ Get.Length: > 0 }, _]).Select(pair => new KeyValuePair<string, string>(Clean(pair[0].Get), Clean(pair[1].Get)))
            .Where(header => header.Key.Length > 0 && header.Key != "content-length").ToList();
        byte[] bytes;
        try
        {
            bytes = FrameTests.Write(new StompFrame("SEND", headers, body), spoken);
        }
        catch (StompException refused)
        {
            Assert.Equal(StompFault.Inexpressible, refused.Fault);
            Assert.Contains(headers, header => spoken == StompVersion.V10 || header.Key.Contains('\0') || header.Value.Contains('\0'));
            return;
        }

        var frame = await FrameTests.ReadAsync(bytes, spoken);

        Assert.Equal(headers, frame!.Headers.Where(header => header.Key != "content-length"));
        Assert.Equal(body, frame.Body.ToArray());
    }

    /// <summary>Whatever a broker says before it hangs up: frames, or one of the faults, and nothing else.</summary>
    [Fact]
    public async Task Read_AnyBytes_AreFramesOrAFault()
    {
        byte[][] corpus =
        [
            .. FrameTests.Golden.Select(row => FrameTests.Latin(row.Data.Item1)),
            FrameTests.Write(new StompFrame("MESSAGE", [new("a:b", "c\nd\r")], new byte[300]), StompVersion.V12),
        ];

        var tried = await ByteFuzzer.RunAsync(corpus, async bytes =>
        {
            foreach (var version in Versions)
            {
                var reader = new StompFrameReader(System.IO.Pipelines.PipeReader.Create(new MemoryStream(bytes)), new StompLimits { MaxHeaderBytes = 2_000, MaxBodyBytes = 1_000 }) { Version = version };
                try
                {
                    while (await reader.ReadAsync(TestContext.Current.CancellationToken) is not null) Assert.True(true);
                }
                catch (StompException fault)
                {
                    Assert.NotEqual(StompFault.Inexpressible, fault.Fault);
                }
            }
        });

        Assert.True(tried > 100, $"only {tried} inputs were tried");
    }

    // Lone surrogates are no text; in 1.1 nothing says where a carriage return belongs.
    private static string Clean(string text) => new([.. text.Where(letter => !char.IsSurrogate(letter) && letter != '\r')]);
}
