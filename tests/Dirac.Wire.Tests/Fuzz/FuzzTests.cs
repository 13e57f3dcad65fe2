using System.Text;
using Dirac.Wire.Codecs;
using Dirac.Wire.Tests.Codecs;
using Dirac.Wire.Values;

namespace Dirac.Wire.Tests.Fuzz;

/// <summary>Whatever a decoder is given, it answers or throws <see cref="WireFormatException"/>; and what it accepts can be written and read again.</summary>
public sealed class FuzzTests
{
    private static readonly byte[][] DEncoded =
    [
        .. Samples.DEncoded.Select(sample => Samples.Bytes(sample.Encoded)),
        Samples.Bytes("lds1:ai1es1:bi2eeds1:ai3es1:bi4eeds1:ai5es1:bi6eee"),
    ];

    private static readonly byte[][] JEncoded =
    [
        .. Samples.JEncoded.Select(sample => Encoding.UTF8.GetBytes(sample.Encoded)),
        Encoding.UTF8.GetBytes("[{\"a\": 1, \"b\": 2}, {\"a\": 3, \"b\": 4}, {\"a\": 5, \"b\": 6}]"),
        Encoding.UTF8.GetBytes("[{\"__dCls\": \"File\", \"__dMod\": \"m\", \"b\": 1}, {\"__dCls\": null, \"b\": 1}]"),
    ];

    private static readonly WireReadOptions Options = new() { Classes = new HashSet<WireClass> { new("m", "File") } };

    [Fact]
    public Task DEncode_AnyBytes_AreReadOrRefused() => RunAsync(DEncoded, bytes =>
    {
        var value = DEncode.Decode(bytes, out var consumed, Options);
        Assert.InRange(consumed, 1, bytes.Length);
        Assert.Equal(value, DEncode.Decode(DEncode.Encode(value), out _));
    });

    [Fact]
    public Task JEncode_AnyBytes_AreReadOrRefused() => RunAsync(JEncoded, bytes =>
    {
        var value = JEncode.Decode(bytes, Options);
        Assert.Equal(value, JEncode.Decode(JEncode.Encode(value), Options));
    });

    [Fact]
    public Task Payload_AnyBytes_AreReadOrRefused() => RunAsync([.. DEncoded, .. JEncoded], bytes => Payload.Decode(bytes, out _, Options));

    private static async Task RunAsync(byte[][] corpus, Action<byte[]> decode)
    {
        var tried = await ByteFuzzer.RunAsync(
            corpus,
            bytes =>
            {
                decode(bytes);
                return Task.CompletedTask;
            });
        Assert.True(tried > 100, "The fuzzer hardly ran.");
    }
}
