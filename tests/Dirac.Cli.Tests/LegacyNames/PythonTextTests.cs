using System.Text.Json.Nodes;
using Dirac.Cli.LegacyNames.Python;

namespace Dirac.Cli.Tests.LegacyNames;

public sealed class PythonTextTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 50)];

    [Fact]
    public void Format_OfValuesPrintedByPython_IsTheSame() => Assert.All(Printed(), one => Assert.Equal(one["pprint"]!.GetValue<string>(), PythonPrinter.Format(Value(one["value"]))));

    [Fact]
    public void Repr_OfValuesWrittenByPython_IsTheSame() => Assert.All(Printed(), one => Assert.Equal(one["repr"]!.GetValue<string>(), PythonText.Repr(Value(one["value"]))));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Quoted_OfAnyText_ReadsBackAsIt(int seed)
    {
        var text = AnyText(new Random(seed));

        Assert.Equal(text, Read(PythonText.Quoted(text)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Format_OfALongText_MeansTheTextAndKeepsTo80Columns(int seed)
    {
        var random = new Random(seed);
        var text = string.Join(' ', Enumerable.Range(0, random.Next(1, 60)).Select(_ => new string((char)random.Next('a', 'z'), random.Next(1, 30))));

        var lines = PythonPrinter.Format(new PythonDict([KeyValuePair.Create<PythonValue, PythonValue>("key", text)])).Split('\n');

        Assert.All(lines, line => Assert.InRange(line.Length, 1, 80));
        Assert.Equal(text, string.Concat(lines.Select(line => Read(line.Replace("{'key': ", "", StringComparison.Ordinal).TrimEnd('}').Trim()))));
    }

    [Theory]
    [InlineData(2026, 11, 28, 10, 4, 0, "datetime.datetime(2026, 11, 28, 10, 4)", "2026-11-28 10:04:00")]
    [InlineData(2026, 1, 2, 0, 0, 5, "datetime.datetime(2026, 1, 2, 0, 0, 5)", "2026-01-02 00:00:05")]
    public void Moment_AsReprAndStr_IsPythons(int year, int month, int day, int hour, int minute, int second, string repr, string str)
    {
        var moment = new PythonMoment(new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc));

        Assert.Equal((repr, str), (PythonText.Repr(moment), PythonText.Str(moment)));
    }

    private static IEnumerable<JsonNode> Printed() => JsonNode.Parse(File.ReadAllText(Golden.PathOf("python.json")))!.AsArray().Select(node => node!);

    private static PythonValue Value(JsonNode? node) => node switch
    {
        null => new PythonNone(),
        JsonObject dict => new PythonDict([.. dict.Select(item => KeyValuePair.Create<PythonValue, PythonValue>(item.Key, Value(item.Value)))]),
        JsonArray list => new PythonList([.. list.Select(Value)]),
        JsonValue value when value.TryGetValue<long>(out var number) => number,
        _ => node.GetValue<string>(),
    };

    private static string AnyText(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => char.ConvertFromUtf32(random.Next(8) switch { 0 => random.Next(0x20), 1 => '\'', 2 => '"', 3 => '\\', 4 => random.Next(0x1F600, 0x1F640), 5 => random.Next(0xA0, 0x2100), _ => random.Next(0x20, 0x7F) })));

    // A literal as Python reads it.
    private static string Read(string literal)
    {
        var (text, inner) = ("", literal[1..^1]);
        for (var at = 0; at < inner.Length; at++)
        {
            if (inner[at] != '\\')
            {
                text += inner[at];
                continue;
            }

            var kind = inner[++at];
            var digits = kind switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
            text += digits > 0 ? char.ConvertFromUtf32(Convert.ToInt32(inner.Substring(at + 1, digits), 16)) : kind switch { 'n' => "\n", 'r' => "\r", 't' => "\t", _ => kind.ToString() };
            at += digits;
        }

        return text;
    }
}
