using Dirac.Cli.LegacyNames.Options;

namespace Dirac.Cli.Tests.LegacyNames;

public sealed class LegacyOptionsTests
{
    private static readonly LegacySyntax Syntax = new("test", "Test")
    {
        Switches = [new("f", "File", "A file"), new("g", "JobGroup", "A group"), new("a", "all", "All", TakesValue: false), new("", "Files", "Files"), new("v", "verbose", "More", TakesValue: false)],
    };

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 100)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Read_OfAnyMixWrittenInAnyWay_GivesWhatWasMeant(int seed)
    {
        var random = new Random(seed);
        var (words, options, arguments) = (new List<string>(), new List<(string, string)>(), new List<string>());
        for (var i = random.Next(8); i > 0; i--)
        {
            var option = Syntax.Switches[random.Next(Syntax.Switches.Count)];
            var value = random.Next(3) switch { 0 => "", 1 => "--x=1", _ => $"v{i}" };
            if (random.Next(3) == 0) arguments.Add($"word{i}");
            if (arguments.Count > 0 && arguments[^1] == $"word{i}") words.Add(arguments[^1]);
            options.Add((option.Long, option.TakesValue ? value : ""));
            words.AddRange(Written(option, value, random));
        }

        if (random.Next(2) == 0) AddRest(words, arguments);

        var line = LegacyOptions.Read(Syntax, words);

        Assert.Equal(options, line.Switches);
        Assert.Equal(arguments, line.Arguments);
    }

    [Theory]
    [InlineData("--Fil x", "option --Fil not a unique prefix")]
    [InlineData("--nothing", "option --nothing not recognized")]
    [InlineData("-z", "option -z not recognized")]
    [InlineData("-f", "option -f requires argument")]
    [InlineData("--JobG", "option --JobGroup requires argument")]
    [InlineData("--all=1", "option --all must not have an argument")]
    public void Read_OfAWrongOption_ComplainsAsPythonDoes(string words, string complaint) =>
        Assert.Equal(complaint, Assert.Throws<LegacyOptionException>(() => LegacyOptions.Read(Syntax, words.Split(' '))).Message);

    [Fact]
    public void Read_OfAnExactNameThatBeginsAnother_TakesIt() => Assert.Equal([("File", "x")], LegacyOptions.Read(Syntax, ["--File", "x"]).Switches);

    [Fact]
    public void Read_OfLettersTogether_TakesAValueAtTheirEnd() => Assert.Equal([("all", ""), ("verbose", ""), ("File", "x")], LegacyOptions.Read(Syntax, ["-avfx"]).Switches);

    [Fact]
    public void Read_OptionsFirst_StopsAtTheFirstWord() => Assert.Equal(["1", "-a"], LegacyOptions.Read(Syntax, ["1", "-a"], optionsFirst: true).Arguments);

    private static string[] Written(LegacySwitch option, string value, Random random) => (option.TakesValue, random.Next(2) == 0 && option.Short.Length > 0) switch
    {
        (false, true) => [$"-{option.Short}"],
        (false, false) => [$"--{option.Long}"],
        (true, true) => value.Length > 0 && random.Next(2) == 0 ? [$"-{option.Short}{value}"] : [$"-{option.Short}", value],
        (true, false) => random.Next(2) == 0 ? [$"--{option.Long}={value}"] : [$"--{option.Long}", value],
    };

    private static void AddRest(List<string> words, List<string> arguments)
    {
        words.AddRange(["--", "-f", "--all"]);
        arguments.AddRange(["-f", "--all"]);
    }
}
