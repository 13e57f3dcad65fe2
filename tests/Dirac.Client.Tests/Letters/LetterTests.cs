using Dirac.Client.Letters;
using Dirac.Testing;

namespace Dirac.Client.Tests.Letters;

public sealed class LetterTests
{
    [Fact]
    public void ToBytes_AnyLetter_ReadsBack()
    {
        var random = new Random(TestSeed.Next());
        for (var round = 0; round < 200; round++)
        {
            var content = new byte[random.Next(2000)];
            random.NextBytes(content);
            var letter = new Letter((LetterKind)random.Next(1, 6), (ulong)random.NextInt64(), content);

            var read = Letter.TryRead(letter.ToBytes())!;

            Assert.Equal((letter.Kind, letter.Taken), (read.Kind, read.Taken));
            Assert.Equal(content, read.Content.ToArray());
        }
    }

    [Fact]
    public void TryRead_PartOfALetterOrChangedHeader_IsRefused()
    {
        var bytes = new Letter(LetterKind.Data, 7, new byte[] { 1, 2, 3 }).ToBytes();

        for (var length = 0; length < bytes.Length; length++) Assert.Null(Letter.TryRead(bytes.AsMemory(0, length)));
        Assert.Null(Letter.TryRead((byte[])[.. bytes, 0]));
        foreach (var place in (int[])[0, 1, 2, 4, 7]) Assert.Null(Letter.TryRead(bytes.Select((value, index) => index == place ? (byte)(value ^ 0x40) : value).ToArray()));
        Assert.Null(Letter.TryRead(bytes.Select((value, index) => index == 3 ? (byte)9 : value).ToArray()));
    }

    [Fact]
    public void TryRead_RandomBytes_NeverThrows()
    {
        var random = new Random(TestSeed.Next());
        for (var round = 0; round < 2000; round++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            if (round % 2 == 0 && bytes.Length > 4) "DL1\x02"u8.CopyTo(bytes);
            Assert.True(Letter.TryRead(bytes) is null or { Content.Length: < 40 });
        }
    }

    [Fact]
    public void Parting_LongReasonWithControls_IsReadAsOneShortLine()
    {
        var text = Letter.TryRead(Letter.Parting("first\nsecond\u001b[31m" + new string('x', 5000), 0).ToBytes())!.Text;

        Assert.StartsWith("firstsecond[31mxxx", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 100, 500);
    }

    [Theory]
    [InlineData("0000000000000000", 0U, 0U, "0000000000000000-00000000.00000000")]
    [InlineData("abcdef0123456789", 1U, 0xffffffffU, "abcdef0123456789-00000001.ffffffff")]
    public void Name_Any_ReadsBack(string pilot, uint connection, uint number, string text)
    {
        Assert.Equal(text, LetterName.Of(pilot, connection, number).ToString());
        Assert.Equal(LetterName.Of(pilot, connection, number), LetterName.TryParse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ABCDEF0123456789-00000001.00000001")]
    [InlineData("abcdef0123456789-00000001.00000001.new")]
    [InlineData("abcdef0123456789-0000001.000000001")]
    [InlineData("abcdef0123456789_00000001.00000001")]
    [InlineData("abcdef0123456789-00000001-00000001")]
    [InlineData(" bcdef0123456789-00000001.00000001")]
    [InlineData("abcdef0123456789-+0000001.00000001")]
    [InlineData("../cdef012345678-00000001.00000001")]
    public void Name_AnythingElse_IsNone(string text) => Assert.Null(LetterName.TryParse(text));

    [Theory]
    [InlineData("0123456789abcdef 7\n", true)]
    [InlineData("0123456789abcdef 7", true)]
    [InlineData("0123456789abcdeF 7\n", false)]
    [InlineData("0123456789abcdef", false)]
    [InlineData("0123456789abcdef -7", false)]
    [InlineData("0123456789abcdef 7 8", false)]
    [InlineData("../../../etc/pass 7", false)]
    [InlineData("", false)]
    public void Sign_Line_IsStrict(string line, bool isRight)
    {
        var sign = RelaySign.TryParse(line);

        Assert.Equal(isRight, sign is not null);
        if (sign is not null) Assert.Equal(sign, RelaySign.TryParse(sign.ToLine()));
    }
}
