using Dirac.Hosting.Rpc.Binding;
using Dirac.Wire.Values;

namespace Dirac.Hosting.Tests.Rpc;

public sealed class PythonTextTests
{
    public static TheoryData<WireValue, string> Values => new()
    {
        { WireValue.Null, "None" },
        { true, "True" },
        { 7, "7" },
        { 2.0, "2.0" },
        { 1e-07, "1e-07" },
        { double.NaN, "nan" },
        { "it's", "it's" },
        { WireValue.List("a", 1, WireValue.List()), "['a', 1, []]" },
        { WireValue.Tuple("a"), "('a',)" },
        { WireValue.Tuple(1, 2), "(1, 2)" },
        { WireValue.Of(new DateTime(2024, 10, 17, 13, 41, 46)), "2024-10-17 13:41:46" },
        { WireValue.Of(new DateTime(2024, 10, 17, 13, 41, 46).AddMicroseconds(5)), "2024-10-17 13:41:46.000005" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Of_Value_IsAsPythonWritesIt(WireValue value, string expected) => Assert.Equal(expected, PythonText.Of(value));

    [Fact]
    public void Of_LongList_IsCut() =>
        Assert.EndsWith("19, …]", PythonText.Of(WireValue.List([.. Enumerable.Range(0, 1000).Select(number => (WireValue)number)])), StringComparison.Ordinal);
}
