using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Dirac.Wire.Stomp;
using Dirac.Wire.Stomp.Framing;

namespace Dirac.Wire.Tests.Stomp;

public sealed class FrameTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // The examples of the three specifications, and what ActiveMQ 5.17 and RabbitMQ 3.10 sent.
    public static TheoryData<string, StompVersion, string, string, string> Golden => new()
    {
        { "SEND\ndestination:/queue/a\n\nhello queue a\n\0", StompVersion.V10, "SEND", "destination=/queue/a", "hello queue a\n" },
        { "MESSAGE\ndestination: /queue/a \nmessage-id: <x>\n\nhi\0\n", StompVersion.V10, "MESSAGE", "destination=/queue/a|message-id=<x>", "hi" },
        { "\n\r\n\nMESSAGE\r\nsubscription:0\r\nmessage-id:007\r\ndestination:/queue/a\r\ncontent-type:text/plain\r\n\r\nhello queue a\0", StompVersion.V12, "MESSAGE",
            "subscription=0|message-id=007|destination=/queue/a|content-type=text/plain", "hello queue a" },
        { "MESSAGE\nmessage-id:ID\\cmq-37123-1764\\c-1\\c1\nfoo:a\\nb\\\\c\n\n\0", StompVersion.V11, "MESSAGE", "message-id=ID:mq-37123-1764:-1:1|foo=a\nb\\c", "" },
        { "MESSAGE\nfoo:a\\rb\n\n\0", StompVersion.V12, "MESSAGE", "foo=a\rb", "" },
        { "MESSAGE\nfoo:a\\cb\n\n\0", StompVersion.V10, "MESSAGE", "foo=a\\cb", "" },
        { "CONNECTED\nserver:ActiveMQ/5.17.2\nheart-beat:10000,10000\nsession:ID:mq-1-2:1\nversion:1.2\n\n\0", StompVersion.V12, "CONNECTED",
            "server=ActiveMQ/5.17.2|heart-beat=10000,10000|session=ID:mq-1-2:1|version=1.2", "" },
        { "MESSAGE\nfoo:World\nfoo:Hello\ncontent-length:3\n\n\0a\0\0", StompVersion.V12, "MESSAGE", "foo=World|foo=Hello|content-length=3", "\0a\0" },
        { "ERROR\nmessage:malformed\n:frame received\n\n\0", StompVersion.V10, "", "", "" },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public async Task Read_GoldenBytes_AreTheFrame(string bytes, StompVersion version, string command, string headers, string body)
    {
        if (command.Length == 0)
        {
            Assert.Equal(StompFault.Malformed, (await Assert.ThrowsAsync<StompException>(() => ReadAsync(Latin(bytes), version))).Fault);
            return;
        }

        var frame = Assert.IsType<StompFrame>(await ReadAsync(Latin(bytes), version));

        Assert.Equal(command, frame.Command);
        Assert.Equal(headers, string.Join('|', frame.Headers.Select(header => $"{header.Key}={header.Value}")));
        Assert.Equal(body, Encoding.Latin1.GetString(frame.Body.Span));
        Assert.Equal(frame.Headers.FirstOrDefault(header => header.Key == "foo").Value, frame["foo"]);
    }

    [Theory]
    [InlineData(StompVersion.V10, "SEND\ndestination:/queue/a\ncontent-length:2\n\nhi\0")]
    [InlineData(StompVersion.V12, "SEND\ndestination:/queue/a\ncontent-length:2\n\nhi\0")]
    public void Write_Send_IsGolden(StompVersion version, string bytes) =>
        Assert.Equal(bytes, Encoding.UTF8.GetString(Write(new StompFrame("SEND", [new("destination", "/queue/a")], "hi"u8.ToArray()), version)));

    [Theory]
    [InlineData(StompVersion.V11, "ACK\nid:a\\cb\\nc\\\\\r\n\n\0")]
    [InlineData(StompVersion.V12, "ACK\nid:a\\cb\\nc\\\\\\r\n\n\0")]
    public void Write_SpecialLetters_AreEscapedAsTheVersionHasIt(StompVersion version, string bytes) =>
        Assert.Equal(bytes, Encoding.UTF8.GetString(Write(StompFrame.Of("ACK", ("id", "a:b\nc\\\r")), version)));

    [Theory]
    [InlineData("ACK", "id", "a\nb", StompVersion.V10)]
    [InlineData("ACK", "i:d", "a", StompVersion.V10)]
    [InlineData("CONNECT", "login", "a\nSEND", StompVersion.V12)]
    [InlineData("ACK", "id", "a\0b", StompVersion.V12)]
    [InlineData("ACK", "", "a", StompVersion.V12)]
    [InlineData("A\nK", "id", "a", StompVersion.V12)]
    public void Write_WhatCannotBeSaid_IsRefusedAndNothingIsWritten(string command, string name, string value, StompVersion version)
    {
        var output = new ArrayBufferWriter<byte>();

        var refused = Assert.Throws<StompException>(() => StompFrameWriter.Write(StompFrame.Of(command, (name, value)), version, output));

        Assert.Equal(StompFault.Inexpressible, refused.Fault);
        Assert.Equal(0, output.WrittenCount);
    }

    [Theory]
    [InlineData("MESSAGE\nfoo:a\\tb\n\n\0", StompFault.Malformed)]
    [InlineData("MESSAGE\nfoo:a\\\n\n\0", StompFault.Malformed)]
    [InlineData("MESSAGE\nfoo\n\n\0", StompFault.Malformed)]
    [InlineData("message\n\n\0", StompFault.Malformed)]
    [InlineData("MESSAGE\ncontent-length:-1\n\n\0", StompFault.Malformed)]
    [InlineData("MESSAGE\ncontent-length:1e3\n\n\0", StompFault.Malformed)]
    [InlineData("MESSAGE\ncontent-length:1\n\nab\0", StompFault.Malformed)]
    [InlineData("MESSAGE\nfoo:\xff\n\n\0", StompFault.Malformed)]
    [InlineData("MESSAGE\nfoo:bar", StompFault.Truncated)]
    [InlineData("MESSAGE\n\nbody", StompFault.Truncated)]
    [InlineData("MESSAGE\ncontent-length:5\n\nbody", StompFault.Truncated)]
    [InlineData("MESSAGE\ncontent-length:4\n\nbody", StompFault.Truncated)]
    public async Task Read_BadBytes_SayWhatIsWrong(string bytes, StompFault fault) =>
        Assert.Equal(fault, (await Assert.ThrowsAsync<StompException>(() => ReadAsync(Latin(bytes), StompVersion.V12))).Fault);

    [Theory]
    [InlineData("A header line that never ends")]
    [InlineData("a:b\n")]
    public async Task Read_HeadersWithoutEnd_AreRefusedInTime(string piece)
    {
        var bytes = Latin("MESSAGE\n" + string.Concat(Enumerable.Repeat(piece, 100_000)));

        Assert.Equal(StompFault.TooLarge, (await Assert.ThrowsAsync<StompException>(() => ReadAsync(bytes, StompVersion.V12))).Fault);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_BodyAboveTheLimit_IsSkippedAndTheNextFrameRead(bool isCounted)
    {
        var large = new string('x', 5_000);
        var input = PipeReader.Create(new MemoryStream(Latin($"MESSAGE\n{(isCounted ? "content-length:5000\n" : "")}\n{large}\0MESSAGE\n\nnext\0")));
        var reader = new StompFrameReader(input, new StompLimits { MaxBodyBytes = 1_000, KeptOfLargeBodies = 10 }) { Version = StompVersion.V12 };

        var skipped = await reader.ReadAsync(Token);
        var next = await reader.ReadAsync(Token);

        Assert.True(skipped!.IsBodyLeftOut);
        Assert.Equal("xxxxxxxxxx", Encoding.UTF8.GetString(skipped.Body.Span));
        Assert.False(next!.IsBodyLeftOut);
        Assert.Equal("next", Encoding.UTF8.GetString(next.Body.Span));
        Assert.Null(await reader.ReadAsync(Token));
    }

    [Fact]
    public async Task Read_ByteByByte_IsTheSame()
    {
        var pipe = new Pipe();
        var reader = new StompFrameReader(pipe.Reader, new StompLimits()) { Version = StompVersion.V12 };
        var reading = reader.ReadAsync(Token).AsTask();

        foreach (var one in Latin("\n\nMESSAGE\r\nfoo:b\\car\r\ncontent-length:4\r\n\r\n\0\n\0x\0"))
        {
            Assert.False(reading.IsCompleted);
            await pipe.Writer.WriteAsync(new[] { one }, Token);
        }

        var frame = await reading;
        Assert.Equal("b:ar", frame!["foo"]);
        Assert.Equal("\0\n\0x", Encoding.Latin1.GetString(frame.Body.Span));
    }

    internal static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    internal static byte[] Write(StompFrame frame, StompVersion version)
    {
        var output = new ArrayBufferWriter<byte>();
        StompFrameWriter.Write(frame, version, output);
        return output.WrittenSpan.ToArray();
    }

    internal static Task<StompFrame?> ReadAsync(byte[] bytes, StompVersion version) =>
        new StompFrameReader(PipeReader.Create(new MemoryStream(bytes)), new StompLimits()) { Version = version }.ReadAsync(Token).AsTask();
}
