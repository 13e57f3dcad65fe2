using System.Numerics;
using System.Text;
using Dirac.Wire.Values;

namespace Dirac.Wire.Tests.Codecs;

/// <summary>Values with their bytes, as Python peers write them.</summary>
internal static class Samples
{
    private static readonly DateTime When = new DateTime(2024, 10, 17, 13, 41, 46).AddMicroseconds(123456);

    /// <summary>Value and DEncode; letters up to U+00FF are bytes.</summary>
    public static readonly (WireValue Value, string Encoded)[] DEncoded =
    [
        (0, "i0e"),
        (42, "i42e"),
        (-7, "i-7e"),
        (WireValue.Of(BigInteger.Pow(2, 70)), "i1180591620717411303424e"),
        (long.MinValue, "i-9223372036854775808e"),
        (1.5, "f1.5e"),
        (3.0, "f3.0e"),
        (-0.0, "f-0.0e"),
        (1e-07, "f1e-07e"),
        (1e300, "f1e+300e"),
        (1.2345678901234568e+22, "f1.2345678901234568e+22e"),
        (double.PositiveInfinity, "finfe"),
        (double.NegativeInfinity, "f-infe"),
        (double.NaN, "fnane"),
        (true, "b1"),
        (false, "b0"),
        (WireValue.Null, "n"),
        ("", "s0:"),
        ("abc", "s3:abc"),
        ("café", "s5:caf\u00c3\u00a9"),
        ("中😀", "s7:\xe4\xb8\xad\xf0\x9f\x98\x80"),
        ("\0\udcff\udc80abc", "s6:\x00\xff\x80\x61\x62\x63"),
        (WireValue.List(), "le"),
        (WireValue.List(1, "a", WireValue.List(2)), "li1es1:ali2eee"),
        (WireValue.Tuple(), "te"),
        (WireValue.Tuple(1), "ti1ee"),
        (WireValue.Tuple(1, WireValue.Tuple(2, "x")), "ti1eti2es1:xee"),
        (WireValue.Dict(), "de"),
        (WireValue.Dict(("k", "v")), "ds1:ks1:ve"),
        (WireValue.Dict(("OK", true), ("Value", WireValue.Null)), "ds2:OKb1s5:Valuene"),
        (WireValue.Dict((1, "a"), (2.5, "b")), "di1es1:af2.5es1:be"),
        (WireValue.Dict((WireValue.Tuple(1, 2), "tuplekey")), "dti1ei2ees8:tuplekeye"),
        (WireValue.Dict(("a", WireValue.Dict(("b", WireValue.List(WireValue.Null, true))))), "ds1:ads1:blnb1eee"),
        (WireValue.Of(When), "zati2024ei10ei17ei13ei41ei46ei123456ene"),
        (WireValue.Of(new DateTime(2024, 1, 2)), "zati2024ei1ei2ei0ei0ei0ei0ene"),
        (WireValue.Of(new DateOnly(2024, 10, 17)), "zdti2024ei10ei17ee"),
        (WireValue.Of(new TimeOnly(13, 41, 46).Add(TimeSpan.FromMicroseconds(5))), "ztti13ei41ei46ei5ene"),
        (
            WireValue.Dict(
                ("OK", true),
                ("Value", WireValue.List(
                    WireValue.List("WireTest/Echo", "WireSetup", "wirevo"), WireValue.List("RPC", "add"), "", "9.0.0a37"))),
            "ds2:OKb1s5:Valuells13:WireTest/Echos9:WireSetups6:wirevoels3:RPCs3:addes0:s8:9.0.0a37ee"),
        (WireValue.Dict(("OK", true), ("Value", WireValue.List(2, 3))), "ds2:OKb1s5:Valueli2ei3eee"),
        (WireValue.Dict(("OK", true), ("Value", 5)), "ds2:OKb1s5:Valuei5ee"),
        (
            WireValue.Dict(
                ("OK", true),
                ("Value", WireValue.Dict(("a", WireValue.Tuple(1, 2.5, WireValue.Null, true, "café")), ("when", WireValue.Of(When))))),
            "ds2:OKb1s5:Valueds1:ati1ef2.5enb1s5:caf\u00c3\u00a9es4:whenzati2024ei10ei17ei13ei41ei46ei123456eneee"),
    ];

    /// <summary>Value, JEncode, and what comes back when that is not the value.</summary>
    public static readonly (WireValue Value, string Encoded, WireValue? Back)[] JEncoded =
    [
        (42, "42", null),
        (-7, "-7", null),
        (WireValue.Of(BigInteger.Pow(2, 70)), "1180591620717411303424", null),
        (1.0, "1.0", null),
        (1e-07, "1e-07", null),
        (1e300, "1e+300", null),
        (double.NaN, "NaN", null),
        (double.PositiveInfinity, "Infinity", null),
        (double.NegativeInfinity, "-Infinity", null),
        (true, "true", null),
        (false, "false", null),
        (WireValue.Null, "null", null),
        ("", "\"\"", null),
        ("café", "\"caf\\u00e9\"", null),
        ("中😀", "\"\\u4e2d\\ud83d\\ude00\"", null),
        ("\0\u001f\u007f\u0080é/\"\\\b\f\n\r\t\u2028", "\"\\u0000\\u001f\\u007f\\u0080\\u00e9/\\\"\\\\\\b\\f\\n\\r\\t\\u2028\"", null),
        ("a\ud800b\udcff😀\udc00", "\"a\\ud800b\\udcff\\ud83d\\ude00\\udc00\"", null),
        (WireValue.OfUtf8([0, 0xff, 0x80, 0xe4, 0xb8, (byte)'a']), "\"\\u0000\\udcff\\udc80\\udce4\\udcb8a\"", null),
        (WireValue.OfBytes([0, 0xff, 0x80, (byte)'a', (byte)'b', (byte)'c']), "{\"__dCls\": \"b64\", \"obj\": \"AP+AYWJj\"}", null),
        (WireValue.OfBytes([]), "{\"__dCls\": \"b64\", \"obj\": \"\"}", null),
        (WireValue.List(), "[]", null),
        (WireValue.Dict(), "{}", null),
        (WireValue.List(WireValue.List(), WireValue.Dict()), "[[], {}]", null),
        (WireValue.Tuple(1, WireValue.Tuple(2, "x")), "[1, [2, \"x\"]]", WireValue.List(1, WireValue.List(2, "x"))),
        (WireValue.Dict((1, "a"), (2.5, "b")), "{\"1\": \"a\", \"2.5\": \"b\"}", WireValue.Dict(("1", "a"), ("2.5", "b"))),
        (
            WireValue.Dict((true, 1), (false, 2), (WireValue.Null, 3), (double.NaN, 4), (double.NegativeInfinity, 5), (-0.0, 6)),
            "{\"true\": 1, \"false\": 2, \"null\": 3, \"NaN\": 4, \"-Infinity\": 5, \"-0.0\": 6}",
            WireValue.Dict(("true", 1), ("false", 2), ("null", 3), ("NaN", 4), ("-Infinity", 5), ("-0.0", 6))),
        (
            WireValue.Of(When), "{\"__dCls\": \"dt\", \"obj\": \"2024-10-17 13:41:46\"}",
            WireValue.Of(new DateTime(2024, 10, 17, 13, 41, 46))),
        (WireValue.Of(new DateOnly(2024, 10, 17)), "{\"__dCls\": \"date\", \"obj\": \"2024-10-17\"}", null),
        (WireValue.Of(new DateTime(1, 1, 1)), "{\"__dCls\": \"dt\", \"obj\": \"0001-01-01 00:00:00\"}", null),
        (
            WireValue.Dict(
                ("OK", true),
                ("Value", WireValue.List(
                    WireValue.List("WireTest/Echo", "WireSetup", "wirevo"), WireValue.List("RPC", "add"), "", "9.0.0a37"))),
            "{\"OK\": true, \"Value\": [[\"WireTest/Echo\", \"WireSetup\", \"wirevo\"], [\"RPC\", \"add\"], \"\", \"9.0.0a37\"]}", null),
        (WireValue.Dict(("OK", true), ("Value", WireValue.List(2, 3))), "{\"OK\": true, \"Value\": [2, 3]}", null),
        (
            WireValue.Dict(("OK", true), ("Value", WireValue.Dict(("id", "abc0"), ("kaping", true)))),
            "{\"OK\": true, \"Value\": {\"id\": \"abc0\", \"kaping\": true}}", null),
        (
            WireValue.Dict(("OK", false), ("Errno", 1111), ("Message", "Unauthorized query ( 1111 : Unauthorized query)")),
            "{\"OK\": false, \"Errno\": 1111, \"Message\": \"Unauthorized query ( 1111 : Unauthorized query)\"}", null),
    ];

    /// <summary>A text whose letters up to U+00FF are bytes.</summary>
    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
