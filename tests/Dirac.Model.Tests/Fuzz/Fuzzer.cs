using System.Diagnostics;
using System.Globalization;
using Dirac.Model.Errors;

namespace Dirac.Model.Tests.Fuzz;

/// <summary>Mutates good texts at random, from a printed seed, and lets a parser have them.</summary>
/// <remarks>
/// <c>DIRAC_FUZZ_SECONDS</c> says for how long (2 by default), <c>DIRAC_FUZZ_SEED</c> repeats a run.
/// </remarks>
internal sealed class Fuzzer(int seed)
{
    private const int LongestText = 20_000;

    private static readonly string[] Tokens =
    [
        "[", "]", "{", "}", "\"", ";", "=", "+=", ",", "\n", "\r", "#", " ", "|", "/", "..", ":", "%s", "%n", "%(X)s", "-1", "1e999",
        "99999999999999999999", "Parameters", "SB:", "LFN:", "\0", "é", "\ud83d", "\u2028", "\ufeff", "true",
    ];

    private readonly Random _random = new(seed);

    /// <summary>Runs until the time is up; anything but a <see cref="DiracException"/> that escapes is reported with its input.</summary>
    /// <returns>How many texts were tried.</returns>
    public static int Run(IReadOnlyList<string> corpus, Action<string> parse)
    {
        var seed = Setting("DIRAC_FUZZ_SEED") is { } given ? (int)given : Environment.TickCount;
        var time = TimeSpan.FromSeconds(Setting("DIRAC_FUZZ_SECONDS") ?? 2);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var fuzzer = new Fuzzer(seed);
        var grown = corpus.ToList();
        var clock = Stopwatch.StartNew();
        var tried = 0;
        for (; clock.Elapsed < time; tried++)
        {
            var text = fuzzer.Mutate(grown);
            // What a parser accepts is a good start for the next mutations.
            if (Try(parse, text, seed) && grown.Count < 500) grown.Add(text);
        }

        return tried;
    }

    private static bool Try(Action<string> parse, string text, int seed)
    {
        try
        {
            parse(text);
            return true;
        }
        catch (DiracException)
        {
            return false;
        }
        catch (Exception escaped)
        {
            throw new InvalidOperationException($"DIRAC_FUZZ_SEED={seed}, input {Convert.ToBase64String(System.Text.Encoding.Unicode.GetBytes(text))}: {text}", escaped);
        }
    }

    private string Mutate(List<string> corpus)
    {
        var text = Pick(corpus);
        for (var changes = _random.Next(1, 6); changes > 0; changes--)
        {
            var at = _random.Next(text.Length + 1);
            var length = _random.Next(Math.Min(30, text.Length - at + 1));
            text = _random.Next(6) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Pick(Tokens)),
                2 => text.Insert(at, string.Concat(Enumerable.Repeat(Pick(Tokens), _random.Next(1, 40)))),
                3 => text.Insert(at, text.Substring(at, length)),
                4 => string.Concat(text.AsSpan(0, at), Pick(corpus).AsSpan().TrimStart()),
                _ => text.Remove(at, length).Insert(at, ((char)_random.Next(1, 300)).ToString()),
            };
            if (text.Length > LongestText) text = text[..LongestText];
        }

        return text;
    }

    private T Pick<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    private static double? Setting(string name) =>
        double.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : null;
}
